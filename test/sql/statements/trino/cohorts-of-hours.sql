SELECT CAST(cohort AS DOUBLE) AS "cohort", CAST(slot AS DOUBLE) AS "slot", CAST(count(*) AS DOUBLE) AS "active", CAST(count(*) FILTER (WHERE before = slot - 1) AS DOUBLE) AS "retained", CAST(count(*) FILTER (WHERE so_far >= 2 AND so_far - orders < 2) AS DOUBLE) AS "again", CAST(sum(orders) AS DOUBLE) AS "orders"
FROM (SELECT min(slot) OVER (PARTITION BY customer
ORDER BY slot ROWS UNBOUNDED PRECEDING) AS cohort, slot, orders, lag(slot) OVER (PARTITION BY customer
ORDER BY slot) AS before, sum(orders) OVER (PARTITION BY customer
ORDER BY slot ROWS UNBOUNDED PRECEDING) AS so_far
FROM (SELECT customer, slot, count(*) AS orders
FROM (SELECT customer, (((day - (-3)) - ((day - (-3)) % 7 + 7) % 7) / 7) AS slot
FROM (SELECT customer, CAST(floor(start / CAST('86400000' AS DOUBLE)) AS INTEGER) AS day
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n
FROM (SELECT customer, (instant - (instant - CAST(floor(instant / CAST('3600000' AS DOUBLE)) AS BIGINT) * 3600000)) AS start
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start)))
GROUP BY customer, slot))
GROUP BY cohort, slot
ORDER BY cohort, slot;
