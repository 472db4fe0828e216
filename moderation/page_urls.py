"""Pages on which people object to something; a site's slug comes first."""

from django.urls import path

from moderation.pages import appeal, notice, report

urlpatterns = [
    path("<slug:site>/notice/", notice.notice_page, name="notice"),
    path("<slug:site>/report/", report.report_page, name="report-page"),
    path("<slug:site>/receipts/<str:token>/appeal/", appeal.appeal_page, name="appeal-page"),
]
