CREATE OR REPLACE TABLE "words" AS SELECT b.customer_id, min(t.word) AS word
FROM base b JOIN (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, attribute_0 AS word
FROM (SELECT *
FROM "transactions")) t ON t.customer = b.customer_id AND t.start = b."first"
GROUP BY b.customer_id;

SELECT DISTINCT coalesce(w.word, '')
FROM base b LEFT JOIN words w ON w.customer_id = b.customer_id;

-- load word_places (word, place_of_word);

SELECT p.place_of_word
FROM base b LEFT JOIN words w ON w.customer_id = b.customer_id JOIN word_places p ON p.word = coalesce(w.word, '')
ORDER BY b.customer_id;

CREATE OR REPLACE TABLE "arranged" AS SELECT customer, purchases, first, last, total, first_total
FROM (SELECT *
FROM "rfm"
WHERE purchases > 0)
ORDER BY customer;

-- load history_scores (history, p_alive, expected_purchases, probability_of_purchase, discounted_purchases, spend_constant, spend_slope);

CREATE OR REPLACE VIEW base AS SELECT customer AS customer_id, CAST(purchases - 1 AS DOUBLE) AS frequency, CAST(last - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS recency, CAST(19773 - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS "T", CASE WHEN (purchases - 1) > 0 THEN total / ((purchases - 1) * CAST('1000000' AS DOUBLE)) END AS monetary_value, CAST(total AS BIGINT) AS spent, first_total / CAST('1000000' AS DOUBLE) AS first_value, (total + first_total) / CAST('1000000' AS DOUBLE) AS revenue, first, last, ((CAST(purchases - 1 AS BIGINT) * 51 + ("last" - "first")) * 51 + (19773 - "first")) AS history, rowid AS place
FROM "arranged";

DROP TABLE IF EXISTS "rfm";

SELECT CAST(w.word AS VARCHAR), CAST(a."first" AS VARCHAR), CAST(count(*) AS VARCHAR)
FROM base a LEFT JOIN words w ON w.customer_id = a.customer_id
GROUP BY w.word, a."first"
ORDER BY w.word, a."first";

-- load cost_cells (word, cell_first, plan_s, plan_k, acquisition_cost);

CREATE OR REPLACE VIEW scores AS SELECT customer_id, place, frequency, p_alive, expected_purchases, probability_of_purchase, CASE WHEN isfinite("expected_spend") THEN "expected_spend" END AS "expected_spend", CASE WHEN isfinite(((CAST('0.3' AS DOUBLE) * "expected_spend") * "discounted_purchases")) THEN ((CAST('0.3' AS DOUBLE) * "expected_spend") * "discounted_purchases") END AS "clv", CASE WHEN isfinite(((CAST('0.3' AS DOUBLE) * "expected_spend") * "expected_purchases")) THEN ((CAST('0.3' AS DOUBLE) * "expected_spend") * "expected_purchases") END AS "clv_undiscounted", CASE WHEN isfinite("revenue") THEN "revenue" END AS "revenue", CASE WHEN isfinite((("plan_s" * "revenue") - ("plan_k" * "orders"))) THEN (("plan_s" * "revenue") - ("plan_k" * "orders")) END AS "contribution", CASE WHEN isfinite("acquisition_cost") THEN "acquisition_cost" END AS "acquisition_cost", CASE WHEN isfinite(((("plan_s" * "revenue") - ("plan_k" * "orders")) - "acquisition_cost")) THEN ((("plan_s" * "revenue") - ("plan_k" * "orders")) - "acquisition_cost") END AS "net_to_date", CASE WHEN isfinite(((("plan_s" * "expected_spend") * "discounted_purchases") - ("plan_k" * "discounted_purchases"))) THEN ((("plan_s" * "expected_spend") * "discounted_purchases") - ("plan_k" * "discounted_purchases")) END AS "net_clv", CASE WHEN isfinite((((("plan_s" * "revenue") - ("plan_k" * "orders")) - "acquisition_cost") + ((("plan_s" * "expected_spend") * "discounted_purchases") - ("plan_k" * "discounted_purchases")))) THEN (((("plan_s" * "revenue") - ("plan_k" * "orders")) - "acquisition_cost") + ((("plan_s" * "expected_spend") * "discounted_purchases") - ("plan_k" * "discounted_purchases"))) END AS "net_total"
FROM (SELECT a.customer_id, a.place, a.frequency, h.p_alive, h.expected_purchases, h.probability_of_purchase, h.discounted_purchases, CASE WHEN a.frequency = CAST('0' AS DOUBLE) THEN h.spend_constant ELSE h.spend_constant + h.spend_slope * a.monetary_value END AS expected_spend, a.revenue, a.frequency + CAST('1' AS DOUBLE) AS orders, c.plan_s, c.plan_k, c.acquisition_cost AS acquisition_cost
FROM base a JOIN (SELECT p_alive, expected_purchases, probability_of_purchase, discounted_purchases, spend_constant, spend_slope, CAST("history" AS BIGINT) AS "history"
FROM history_scores) h ON a."history" = h."history" LEFT JOIN words w ON w.customer_id = a.customer_id JOIN cost_cells c ON c.word = coalesce(w.word, '') AND c.cell_first = CAST(a."first" AS DOUBLE));

SELECT CAST(coalesce(sum(CAST(round("revenue" * CAST('1000000' AS DOUBLE)) AS BIGINT)), 0) AS VARCHAR), CAST(count("revenue") AS VARCHAR), CAST(count(*) AS VARCHAR), CAST(count(*) FILTER (WHERE CAST(round("revenue" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("revenue" * CAST('1000000' AS DOUBLE)) AS BIGINT)) FILTER (WHERE CAST(round("revenue" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0), 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("contribution" * CAST('1000000' AS DOUBLE)) AS BIGINT)), 0) AS VARCHAR), CAST(count("contribution") AS VARCHAR), CAST(count(*) AS VARCHAR), CAST(count(*) FILTER (WHERE CAST(round("contribution" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("contribution" * CAST('1000000' AS DOUBLE)) AS BIGINT)) FILTER (WHERE CAST(round("contribution" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0), 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("acquisition_cost" * CAST('1000000' AS DOUBLE)) AS BIGINT)), 0) AS VARCHAR), CAST(count("acquisition_cost") AS VARCHAR), CAST(count(*) AS VARCHAR), CAST(count(*) FILTER (WHERE CAST(round("acquisition_cost" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("acquisition_cost" * CAST('1000000' AS DOUBLE)) AS BIGINT)) FILTER (WHERE CAST(round("acquisition_cost" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0), 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("net_to_date" * CAST('1000000' AS DOUBLE)) AS BIGINT)), 0) AS VARCHAR), CAST(count("net_to_date") AS VARCHAR), CAST(count(*) AS VARCHAR), CAST(count(*) FILTER (WHERE CAST(round("net_to_date" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("net_to_date" * CAST('1000000' AS DOUBLE)) AS BIGINT)) FILTER (WHERE CAST(round("net_to_date" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0), 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("net_clv" * CAST('1000000' AS DOUBLE)) AS BIGINT)), 0) AS VARCHAR), CAST(count("net_clv") AS VARCHAR), CAST(count(*) AS VARCHAR), CAST(count(*) FILTER (WHERE CAST(round("net_clv" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("net_clv" * CAST('1000000' AS DOUBLE)) AS BIGINT)) FILTER (WHERE CAST(round("net_clv" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0), 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("net_total" * CAST('1000000' AS DOUBLE)) AS BIGINT)), 0) AS VARCHAR), CAST(count("net_total") AS VARCHAR), CAST(count(*) AS VARCHAR), CAST(count(*) FILTER (WHERE CAST(round("net_total" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0) AS VARCHAR), CAST(coalesce(sum(CAST(round("net_total" * CAST('1000000' AS DOUBLE)) AS BIGINT)) FILTER (WHERE CAST(round("net_total" * CAST('1000000' AS DOUBLE)) AS BIGINT) < 0), 0) AS VARCHAR)
FROM scores;

SELECT customer_id, CAST(net_clv AS VARCHAR)
FROM scores
WHERE net_clv < CAST('0' AS DOUBLE)
ORDER BY net_clv, customer_id
LIMIT 10;
