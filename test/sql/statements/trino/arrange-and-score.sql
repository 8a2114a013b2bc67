-- load history_scores (history, p_alive, expected_purchases, probability_of_purchase, discounted_purchases, spend_constant, spend_slope);

CREATE OR REPLACE VIEW scores AS SELECT customer_id, place, frequency, p_alive, expected_purchases, probability_of_purchase, expected_spend, CAST('0.3' AS DOUBLE) * expected_spend * discounted_purchases AS clv, CAST('0.3' AS DOUBLE) * expected_spend * expected_purchases AS clv_undiscounted
FROM (SELECT a.customer_id, a.place, a.frequency, h.p_alive, h.expected_purchases, h.probability_of_purchase, h.discounted_purchases, CASE WHEN a.frequency = CAST('0' AS DOUBLE) THEN h.spend_constant ELSE h.spend_constant + h.spend_slope * a.monetary_value END AS expected_spend
FROM base a JOIN (SELECT p_alive, expected_purchases, probability_of_purchase, discounted_purchases, CASE WHEN is_nan(spend_constant) THEN NULL ELSE spend_constant END AS spend_constant, CASE WHEN is_nan(spend_slope) THEN NULL ELSE spend_slope END AS spend_slope, CAST("history" AS BIGINT) AS "history"
FROM history_scores) h ON a."history" = h."history");

-- load intervals (customer_id, p_alive_low, p_alive_high);

CREATE OR REPLACE VIEW scores_with_intervals AS SELECT s.*, i."p_alive_low", i."p_alive_high"
FROM scores s JOIN intervals i ON s.customer_id = i.customer_id;

SELECT customer_id, CAST(p_alive AS VARCHAR), CAST(expected_purchases AS VARCHAR), CAST(probability_of_purchase AS VARCHAR), CAST(expected_spend AS VARCHAR), CAST(clv AS VARCHAR), CAST(clv_undiscounted AS VARCHAR)
FROM scores_with_intervals
WHERE clv IS NOT NULL
ORDER BY clv DESC, customer_id
LIMIT 10;
