SELECT CAST(cohort AS DOUBLE) AS "cohort", CAST(slot AS DOUBLE) AS "slot", CAST(count(*) AS DOUBLE) AS "active", CAST(count(*) FILTER (WHERE before = slot - 1) AS DOUBLE) AS "retained", CAST(count(*) FILTER (WHERE so_far >= 2 AND so_far - orders < 2) AS DOUBLE) AS "again", CAST(sum(orders) AS DOUBLE) AS "orders", CAST(sum(CAST(net AS BIGINT)) AS DOUBLE) AS "value"
FROM (SELECT min(slot) OVER (PARTITION BY customer
ORDER BY slot ROWS UNBOUNDED PRECEDING) AS cohort, slot, orders, net, lag(slot) OVER (PARTITION BY customer
ORDER BY slot) AS before, sum(orders) OVER (PARTITION BY customer
ORDER BY slot ROWS UNBOUNDED PRECEDING) AS so_far
FROM (SELECT customer, slot, count(*) AS orders, sum(net) AS net
FROM (SELECT customer, CAST(date_diff('month', DATE '1970-01-01', DATE '1970-01-01' + day) AS INTEGER) AS slot, net
FROM (SELECT customer, start AS day, net
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start)))
GROUP BY customer, slot))
GROUP BY cohort, slot
ORDER BY cohort, slot;

SELECT CAST(cohort AS DOUBLE) AS "cohort", CAST(slot AS DOUBLE) AS "slot", CAST(count(*) AS DOUBLE) AS "active", CAST(count(*) FILTER (WHERE before = slot - 1) AS DOUBLE) AS "retained", CAST(count(*) FILTER (WHERE so_far >= 2 AND so_far - orders < 2) AS DOUBLE) AS "again", CAST(sum(orders) AS DOUBLE) AS "orders", CAST(sum(CAST(net AS BIGINT)) AS DOUBLE) AS "value"
FROM (SELECT ((CAST(date_diff('month', DATE '1970-01-01', DATE '1970-01-01' + born) AS INTEGER) - (CAST(date_diff('month', DATE '1970-01-01', DATE '1970-01-01' + born) AS INTEGER) % 3 + 3) % 3) // 3) AS cohort, slot, orders, net, lag(slot) OVER (PARTITION BY customer
ORDER BY slot) AS before, sum(orders) OVER (PARTITION BY customer
ORDER BY slot ROWS UNBOUNDED PRECEDING) AS so_far
FROM (SELECT customer, born, slot, count(*) AS orders, sum(net) AS net
FROM (SELECT customer, born, ((day - born) // 30) AS slot, net
FROM (SELECT *, min(day) OVER (PARTITION BY customer) AS born
FROM (SELECT customer, start AS day, net
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start)))
WHERE day < born + (((19774 - born) // 30)) * 30)
GROUP BY customer, born, slot))
GROUP BY cohort, slot
ORDER BY cohort, slot;

SELECT CAST(born AS DOUBLE) * 86400000 AS born, CAST(count(*) AS DOUBLE) AS customers
FROM (SELECT min(day) AS born
FROM (SELECT customer, start AS day, net
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start))
GROUP BY customer)
GROUP BY born
ORDER BY born;
