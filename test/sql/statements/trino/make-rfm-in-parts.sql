CREATE OR REPLACE TABLE "rfm" AS SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, coalesce(sum(net) - min_by(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start)
GROUP BY customer;

CREATE OR REPLACE TABLE "rfm" AS SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, coalesce(sum(net) - min_by(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
WHERE bitwise_and(from_big_endian_64(xxhash64(to_utf8(customer))), 3) = 0
GROUP BY customer, start)
GROUP BY customer;

INSERT INTO "rfm" SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, coalesce(sum(net) - min_by(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
WHERE bitwise_and(from_big_endian_64(xxhash64(to_utf8(customer))), 3) = 1
GROUP BY customer, start)
GROUP BY customer;

INSERT INTO "rfm" SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, coalesce(sum(net) - min_by(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
WHERE bitwise_and(from_big_endian_64(xxhash64(to_utf8(customer))), 3) = 2
GROUP BY customer, start)
GROUP BY customer;

INSERT INTO "rfm" SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, coalesce(sum(net) - min_by(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
WHERE bitwise_and(from_big_endian_64(xxhash64(to_utf8(customer))), 3) = 3
GROUP BY customer, start)
GROUP BY customer;
