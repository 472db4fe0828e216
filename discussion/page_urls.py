"""Routes of the public pages, to be included at the root, last: a first segment here is a site."""

from django.urls import path

from discussion.pages import article, changing, comment, posting, reader_token, site

app_name = "pages"
urlpatterns = [
    path("<slug:site>/", site.site_page, name="site"),
    path("<slug:site>/policy/", site.policy_page, name="policy"),
    path("<slug:site>/articles/<slug:article>/", article.article_page, name="article"),
    path("<slug:site>/articles/<slug:article>/comments/", posting.post_page, name="post"),
    path("<slug:site>/comments/<uuid:comment>/", comment.comment_page, name="comment"),
    path(
        "<slug:site>/reader-token/<str:signed>/",
        reader_token.reader_token_page,
        name="reader-token",
    ),
    path("<slug:site>/receipts/<str:token>/", posting.receipt_page, name="receipt"),
    path("<slug:site>/receipts/<str:token>/change/", changing.change_page, name="change"),
    path("<slug:site>/receipts/<str:token>/withdraw/", changing.withdraw_page, name="withdraw"),
]
