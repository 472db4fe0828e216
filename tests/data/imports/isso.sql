CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (
    tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
    created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR,
    text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR,
    likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
    notification INTEGER DEFAULT 0
);
INSERT INTO threads VALUES (1, '/2019/bridge/', 'Bridge reopens');
INSERT INTO comments VALUES
    (1, 1, NULL, 1552036500.25, NULL, 1, '192.0.2.0', 'At *last*.', 'Ada', 'ada@post.example', NULL, 2, 1, x'00', 0),
    (1, 2, 1, 1552036600.0, 1552036700.0, 4, '192.0.2.0', '', NULL, 'ben@post.example', NULL, 0, 0, x'00', 0),
    (1, 3, 2, 1552036800.0, NULL, 1, '192.0.2.0', 'I saw that.', NULL, NULL, NULL, 0, 0, x'00', 0),
    (1, 4, NULL, 1552036900.0, NULL, 2, '192.0.2.0', 'Hello?', 'Mal', '', NULL, 0, 0, x'00', 0);
