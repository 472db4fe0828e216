CREATE TABLE django_content_type (
    id integer PRIMARY KEY, app_label varchar(100) NOT NULL, model varchar(100) NOT NULL
);
CREATE TABLE auth_user (
    id integer PRIMARY KEY, username varchar(150), first_name varchar(150), last_name varchar(150),
    email varchar(254)
);
CREATE TABLE django_comments (
    id integer PRIMARY KEY, object_pk text, user_name varchar(50), user_email varchar(254),
    user_url varchar(200), comment text, submit_date datetime, ip_address char(39), is_public bool,
    is_removed bool, content_type_id integer, site_id integer, user_id integer
);
CREATE TABLE django_comments_xtd_xtdcomment (
    comment_ptr_id integer PRIMARY KEY, thread_id integer, parent_id integer, level smallint,
    "order" integer, followup bool
);
INSERT INTO django_content_type VALUES (9, 'news', 'article');
INSERT INTO auth_user VALUES (4, 'ada', '', '', 'ada@post.example');
INSERT INTO django_comments VALUES
    (1, '12', 'ada', '', '', 'At last.', '2019-03-08 09:15:00', '192.0.2.7', 1, 0, 9, 1, 4),
    (2, '12', 'Ben', '', '', 'So it is.', '2019-03-08 10:00:00', NULL, 1, 0, 9, 1, NULL);
INSERT INTO django_comments_xtd_xtdcomment VALUES (1, 1, 1, 0, 1, 0), (2, 1, 1, 1, 2, 0);
