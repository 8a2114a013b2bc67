SELECT week, CAST(sum(purchases) AS DOUBLE) AS made
FROM (SELECT floor((start - 19723) / CAST('7' AS DOUBLE)) AS week, 1 AS purchases
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start)
UNION ALL SELECT floor(("first" - 19723) / CAST('7' AS DOUBLE)) AS week, -1 AS purchases
FROM base)
WHERE week < 9
GROUP BY week
ORDER BY week;

SELECT week, CAST(count(*) AS DOUBLE) AS made, sum(value) AS brought
FROM (SELECT floor((start - 19723) / CAST('7' AS DOUBLE)) AS week, CASE WHEN start >= 19754 THEN net ELSE CAST('0' AS DOUBLE) END AS value
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start) g JOIN (SELECT customer_id, "first"
FROM base) b ON g.customer = b.customer_id
WHERE start > "first")
WHERE week < 9
GROUP BY week
ORDER BY week;

SELECT CAST(start AS DOUBLE) * 86400000 AS start
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
WHERE customer = 'a'
GROUP BY customer, start)
WHERE start BETWEEN 19723 AND 19773
ORDER BY start;

SELECT min(instant) AS "first", max(instant) AS "last"
FROM (SELECT *
FROM "transactions")
WHERE instant >= 1704153600000;

SELECT table_name
FROM information_schema.tables
WHERE table_schema = current_schema AND table_type = 'BASE TABLE';

DROP TABLE "base_table";

DROP TABLE "rfm";

DROP TABLE "text_log";

DROP TABLE "typed_log";
