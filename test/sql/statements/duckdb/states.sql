SELECT CAST(max(slot) FILTER (WHERE slot <= 648) AS DOUBLE) AS c0, CAST(count(*) FILTER (WHERE slot <= 648) AS DOUBLE) AS c1, CAST(sum(CAST(net AS BIGINT)) FILTER (WHERE slot <= 648) AS DOUBLE) AS c2, CAST(max(CASE WHEN back = 1 THEN slot ELSE -1000000000 END) FILTER (WHERE slot <= 648) AS DOUBLE) AS c3, CAST(max(CASE WHEN back = 2 THEN slot ELSE -1000000000 END) FILTER (WHERE slot <= 648) AS DOUBLE) AS c4, CAST(max(slot) AS DOUBLE) AS c5, CAST(count(*) AS DOUBLE) AS c6, CAST(sum(CAST(net AS BIGINT)) AS DOUBLE) AS c7, CAST(max(CASE WHEN back1 = 1 THEN slot ELSE -1000000000 END) AS DOUBLE) AS c8, CAST(max(CASE WHEN back1 = 2 THEN slot ELSE -1000000000 END) AS DOUBLE) AS c9
FROM (SELECT customer, slot, net, row_number() OVER (PARTITION BY customer, CASE WHEN slot <= 648 THEN 0 ELSE 1 END
ORDER BY start DESC) AS back, row_number() OVER (PARTITION BY customer
ORDER BY start DESC) AS back1
FROM (SELECT customer, start, CAST(date_diff('month', DATE '1970-01-01', DATE '1970-01-01' + day) AS INTEGER) AS slot, net
FROM (SELECT customer, start, start AS day, net AS net
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start)))
WHERE slot <= 649)
GROUP BY customer HAVING min(slot) <= 648
ORDER BY customer;
