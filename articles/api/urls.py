"""Routes of articles and policies, below /api/v1/."""

from django.urls import path

from articles.api import converters, views

converters.register()

urlpatterns = [
    path("articles/", views.ArticleList.as_view(), name="articles"),
    path("articles/<uuid:article_id>/", views.ArticleDetail.as_view(), name="article"),
    path("sites/<site:site>/articles/", views.SiteArticles.as_view(), name="site-articles"),
    path(
        "sites/<site:site>/articles/<str:external_id>/",
        views.SiteArticle.as_view(),
        name="site-article",
    ),
    path("sites/<site:site>/policy/", views.SitePolicy.as_view(), name="policy"),
    path(
        "sites/<site:site>/policy/versions/<number:number>/",
        views.SitePolicyVersion.as_view(),
        name="policy-version",
    ),
]
