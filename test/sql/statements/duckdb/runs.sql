CREATE OR REPLACE TABLE "bought_by_period" AS SELECT customer, slot, CAST(bit_count(on_days) AS INTEGER) AS n, net
FROM (SELECT customer, slot, bit_or(on_day) AS on_days, sum(net) AS net
FROM (SELECT customer, CAST(date_diff('month', DATE '1970-01-01', DATE '1970-01-01' + start) AS INTEGER) AS slot, CAST(1 AS BIGINT) << CAST((start % 31 + 31) % 31 AS BIGINT) AS on_day, net
FROM (SELECT customer, start, value AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))))
WHERE slot <= 649
GROUP BY customer, slot);

SELECT CAST(begun AS DOUBLE) AS begun, CAST(upto AS DOUBLE) AS upto, CAST(opens AS DOUBLE) AS opens, CAST(band AS DOUBLE) AS band, CAST(to_orders AS DOUBLE) AS to_orders, CAST(to_band AS DOUBLE) AS to_band, CAST(block AS DOUBLE) AS block, CAST(age_0 AS DOUBLE) AS age_0, CAST(age_1 AS DOUBLE) AS age_1, CAST(count(*) AS DOUBLE) AS customers, coalesce(sum(CAST(next_n AS DOUBLE)), 0) AS orders, CAST(coalesce(sum(CAST(next_net AS BIGINT)), 0) AS DOUBLE) AS worth
FROM (SELECT slot AS begun, coalesce(next_slot, slot) AS upto, CASE WHEN nth = 1 THEN 1 ELSE 0 END AS opens, CASE WHEN spent >= CAST('5000000' AS DOUBLE) * CAST(so_far AS DOUBLE) THEN 1 ELSE 0 END AS band, CASE WHEN next_slot IS NULL THEN 0 ELSE 1 + CASE WHEN (CASE WHEN next_n >= 2 THEN next_slot WHEN next_n + n >= 2 THEN slot END) > next_slot - 12 THEN 1 ELSE 0 END + CASE WHEN (CASE WHEN next_n >= 4 THEN next_slot WHEN next_n + n >= 4 THEN slot WHEN next_n + n + n_1 >= 4 THEN slot_1 WHEN next_n + n + n_1 + n_2 >= 4 THEN slot_2 END) > next_slot - 12 THEN 1 ELSE 0 END END AS to_orders, CASE WHEN next_slot IS NULL THEN 0 ELSE CASE WHEN (spent + next_net) >= CAST('5000000' AS DOUBLE) * CAST((so_far + next_n) AS DOUBLE) THEN 1 ELSE 0 END END AS to_band, block AS block, CASE WHEN (CASE WHEN n >= 2 THEN slot WHEN n + n_1 >= 2 THEN slot_1 END) > slot - 12 THEN slot - (CASE WHEN n >= 2 THEN slot WHEN n + n_1 >= 2 THEN slot_1 END) ELSE -1 END AS age_0, CASE WHEN (CASE WHEN n >= 4 THEN slot WHEN n + n_1 >= 4 THEN slot_1 WHEN n + n_1 + n_2 >= 4 THEN slot_2 WHEN n + n_1 + n_2 + n_3 >= 4 THEN slot_3 END) > slot - 12 THEN slot - (CASE WHEN n >= 4 THEN slot WHEN n + n_1 >= 4 THEN slot_1 WHEN n + n_1 + n_2 >= 4 THEN slot_2 WHEN n + n_1 + n_2 + n_3 >= 4 THEN slot_3 END) ELSE -1 END AS age_1, next_n, next_net
FROM (SELECT *, past_1 // 16 - 1000000 AS slot_1, past_1 % 16 AS n_1, past_2 // 16 - 1000000 AS slot_2, past_2 % 16 AS n_2, past_3 // 16 - 1000000 AS slot_3, past_3 % 16 AS n_3
FROM (SELECT customer, slot, n, block, row_number() OVER (PARTITION BY customer
ORDER BY slot) AS nth, sum(n) OVER (PARTITION BY customer
ORDER BY slot ROWS UNBOUNDED PRECEDING) AS so_far, sum(net) OVER (PARTITION BY customer
ORDER BY slot ROWS UNBOUNDED PRECEDING) AS spent, lead(slot) OVER (PARTITION BY customer
ORDER BY slot) AS next_slot, lead(n) OVER (PARTITION BY customer
ORDER BY slot) AS next_n, lead(net) OVER (PARTITION BY customer
ORDER BY slot) AS next_net, lag(packed, 1) OVER (PARTITION BY customer
ORDER BY slot) AS past_1, lag(packed, 2) OVER (PARTITION BY customer
ORDER BY slot) AS past_2, lag(packed, 3) OVER (PARTITION BY customer
ORDER BY slot) AS past_3
FROM (SELECT customer, slot, n, net, block, (slot + 1000000) * 16 + least(n, 12) AS packed
FROM "bought_by_period" JOIN (SELECT dealt, (card * card) % 2147483647 % 200 AS block
FROM (SELECT customer AS dealt, (path // 2147483648 + (row_number() OVER (PARTITION BY path) - 1) * 16807) % 2147483647 AS card
FROM (SELECT customer, bit_xor(hash) AS path
FROM (SELECT customer, ((((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 69621 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 1) % 2147483647) * (((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 69621 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 1) % 2147483647)) % 2147483647 * 2147483648 + ((((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 39373 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 16807) % 2147483647) * (((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 39373 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 16807) % 2147483647)) % 2147483647 AS hash
FROM "bought_by_period")
GROUP BY customer))) ON customer = dealt))))
GROUP BY begun, upto, opens, band, to_orders, to_band, block, age_0, age_1
ORDER BY begun, upto, opens, band, to_orders, to_band, block, age_0, age_1;

DROP TABLE "bought_by_period";

CREATE OR REPLACE TABLE "bought_by_period" AS SELECT customer, slot, CAST(bit_count(on_days) AS INTEGER) AS n, net
FROM (SELECT customer, slot, bit_or(on_day) AS on_days, sum(net) AS net
FROM (SELECT customer, CAST(date_diff('month', DATE '1970-01-01', DATE '1970-01-01' + start) AS INTEGER) AS slot, CAST(1 AS BIGINT) << CAST((start % 31 + 31) % 31 AS BIGINT) AS on_day, net
FROM (SELECT customer, start, value AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))))
WHERE slot <= 649
GROUP BY customer, slot);

SELECT CAST(begun AS DOUBLE) AS begun, CAST(upto AS DOUBLE) AS upto, CAST(opens AS DOUBLE) AS opens, CAST(band AS DOUBLE) AS band, CAST(to_orders AS DOUBLE) AS to_orders, CAST(to_band AS DOUBLE) AS to_band, CAST(block AS DOUBLE) AS block, CAST(count(*) AS DOUBLE) AS customers, coalesce(sum(CAST(next_n AS DOUBLE)), 0) AS orders, CAST(coalesce(sum(CAST(next_net AS BIGINT)), 0) AS DOUBLE) AS worth
FROM (SELECT slot AS begun, coalesce(next_slot, slot) AS upto, CASE WHEN nth = 1 THEN 1 ELSE 0 END AS opens, 0 AS band, CASE WHEN next_slot IS NULL THEN 0 ELSE 1 END AS to_orders, CASE WHEN next_slot IS NULL THEN 0 ELSE 0 END AS to_band, block AS block, next_n, next_net
FROM (SELECT *
FROM (SELECT customer, slot, n, block, row_number() OVER (PARTITION BY customer
ORDER BY slot) AS nth, lead(slot) OVER (PARTITION BY customer
ORDER BY slot) AS next_slot, lead(n) OVER (PARTITION BY customer
ORDER BY slot) AS next_n, lead(net) OVER (PARTITION BY customer
ORDER BY slot) AS next_net
FROM (SELECT customer, slot, n, net, block, (slot + 1000000) * 16 + least(n, 12) AS packed
FROM "bought_by_period" JOIN (SELECT dealt, (card * card) % 2147483647 % 200 AS block
FROM (SELECT customer AS dealt, (path // 2147483648 + (row_number() OVER (PARTITION BY path) - 1) * 16807) % 2147483647 AS card
FROM (SELECT customer, bit_xor(hash) AS path
FROM (SELECT customer, ((((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 69621 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 1) % 2147483647) * (((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 69621 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 1) % 2147483647)) % 2147483647 * 2147483648 + ((((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 39373 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 16807) % 2147483647) * (((((CAST(slot AS BIGINT) + 1000000) * 48271 + CAST(n AS BIGINT)) % 2147483647) * 39373 + ((CAST(net AS BIGINT) % 2147483647 + 2147483647) % 2147483647) * 16807) % 2147483647)) % 2147483647 AS hash
FROM "bought_by_period")
GROUP BY customer))) ON customer = dealt))))
GROUP BY begun, upto, opens, band, to_orders, to_band, block
ORDER BY begun, upto, opens, band, to_orders, to_band, block;

DROP TABLE "bought_by_period";
