CREATE OR REPLACE TABLE "arranged" AS SELECT customer, purchases, first, last, total
FROM (SELECT *
FROM "rfm"
WHERE purchases > 0)
ORDER BY customer;

-- load history_scores (history, p_alive, expected_purchases, probability_of_purchase, discounted_purchases, spend_constant, spend_slope);

CREATE OR REPLACE VIEW base AS SELECT customer AS customer_id, CAST(purchases - 1 AS DOUBLE) AS frequency, CAST(last - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS recency, CAST(19773 - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS "T", CASE WHEN (purchases - 1) > 0 THEN total / ((purchases - 1) * CAST('1000000' AS DOUBLE)) END AS monetary_value, CAST(total AS BIGINT) AS spent, first, last, ((CAST(purchases - 1 AS BIGINT) * 51 + ("last" - "first")) * 51 + (19773 - "first")) AS history, rowid AS place
FROM "arranged";

DROP TABLE IF EXISTS "rfm";

CREATE OR REPLACE VIEW scores AS SELECT customer_id, place, frequency, p_alive, expected_purchases, probability_of_purchase, CASE WHEN isfinite("expected_spend") THEN "expected_spend" END AS "expected_spend", CASE WHEN isfinite(((CAST('0.3' AS DOUBLE) * "expected_spend") * "discounted_purchases")) THEN ((CAST('0.3' AS DOUBLE) * "expected_spend") * "discounted_purchases") END AS "clv", CASE WHEN isfinite(((CAST('0.3' AS DOUBLE) * "expected_spend") * "expected_purchases")) THEN ((CAST('0.3' AS DOUBLE) * "expected_spend") * "expected_purchases") END AS "clv_undiscounted"
FROM (SELECT a.customer_id, a.place, a.frequency, h.p_alive, h.expected_purchases, h.probability_of_purchase, h.discounted_purchases, CASE WHEN a.frequency = CAST('0' AS DOUBLE) THEN h.spend_constant ELSE h.spend_constant + h.spend_slope * a.monetary_value END AS expected_spend
FROM base a JOIN (SELECT p_alive, expected_purchases, probability_of_purchase, discounted_purchases, spend_constant, spend_slope, CAST("history" AS BIGINT) AS "history"
FROM history_scores) h ON a."history" = h."history");

-- load intervals (customer_id, p_alive_low, p_alive_high);

CREATE OR REPLACE VIEW scores_with_intervals AS SELECT s.*, CASE WHEN isfinite(i."p_alive_low") THEN i."p_alive_low" END AS "p_alive_low", CASE WHEN isfinite(i."p_alive_high") THEN i."p_alive_high" END AS "p_alive_high"
FROM scores s JOIN intervals i ON s.customer_id = i.customer_id;

SELECT customer_id, CAST(p_alive AS VARCHAR), CAST(expected_purchases AS VARCHAR), CAST(probability_of_purchase AS VARCHAR), CAST(expected_spend AS VARCHAR), CAST(clv AS VARCHAR), CAST(clv_undiscounted AS VARCHAR)
FROM scores_with_intervals
WHERE clv IS NOT NULL
ORDER BY clv DESC, customer_id
LIMIT 10;

-- load added_words (rank, word);

CREATE OR REPLACE VIEW scores_with_words AS SELECT s.*, CASE w.word WHEN 0 THEN 'new' WHEN 1 THEN 'at risk' END AS "segment"
FROM (SELECT *, row_number() OVER (ORDER BY place) AS rank_of_id
FROM scores_with_intervals) s JOIN added_words w ON s.rank_of_id = w.rank;
