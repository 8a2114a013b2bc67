SELECT part, CAST(count(*) AS VARCHAR)
FROM (SELECT customer, date, number, part
FROM (SELECT coalesce(CAST("customer" AS VARCHAR), '') AS customer, coalesce(CAST("day" AS VARCHAR), '') AS date, coalesce(CAST("price" AS VARCHAR), '') AS number, CASE WHEN TRY(CASE WHEN CAST("customer" AS VARCHAR) <> '' THEN CAST("customer" AS VARCHAR) ELSE NULL END) IS NULL THEN 'customer' WHEN TRY(CASE WHEN "day" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN ((CAST("day" AS DATE) - DATE '1970-01-01') * 86400000) ELSE NULL END) IS NULL THEN 'date' WHEN TRY(CASE WHEN "price" IS NOT NULL THEN CAST(CAST("price" AS VARCHAR) AS DOUBLE) ELSE NULL END) IS NULL THEN 'value' END AS part
FROM "typed_log")
WHERE part IS NOT NULL)
GROUP BY part
ORDER BY part;

SELECT part, CAST(count(*) AS VARCHAR)
FROM (SELECT customer, date, number, part
FROM (SELECT coalesce(CAST("customer" AS VARCHAR), '') AS customer, coalesce(CAST("date" AS VARCHAR), '') AS date, coalesce(CAST("amount" AS VARCHAR), '') AS number, CASE WHEN TRY(CASE WHEN (("customer" >= '0' AND "customer" < ':') OR ("customer" >= 'A' AND "customer" < 'N') OR ("customer" >= 'O' AND "customer" < 'U') OR ("customer" >= 'V' AND "customer" < '[') OR ("customer" >= 'a' AND "customer" < 'n') OR ("customer" >= 'o' AND "customer" < 'u') OR ("customer" >= 'v' AND "customer" < '{') OR NOT regexp_full_match("customer", '(?i)[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*(null|\(null\)|\\n|nan|-nan|<na>|na|n/a|#na|#n/a|none|nil|nat|undefined)?[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*')) THEN "customer" ELSE NULL END) IS NULL THEN 'customer' WHEN TRY(CASE WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d') THEN (CAST(CAST("date" AS DATE) - DATE '1970-01-01' AS BIGINT) * 86400000) WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?') THEN epoch_ms(CAST(left("date", 23) AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '(19[7-9]\d|[2-8]\d{3})-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)') THEN epoch_ms(CAST("date" AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '[1-9]\d{3}\d{4}') THEN (CAST(make_date(CAST(substr("date", 1, 4) AS INTEGER), CAST(substr("date", 5, 2) AS INTEGER), CAST(substr("date", 7, 2) AS INTEGER)) - DATE '1970-01-01' AS BIGINT) * 86400000) ELSE NULL END) IS NULL THEN 'date' WHEN TRY(CASE WHEN regexp_full_match("amount", '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?') THEN CAST("amount" AS DOUBLE) ELSE NULL END) IS NULL THEN 'value' END AS part
FROM "text_log")
WHERE part IS NOT NULL)
GROUP BY part
ORDER BY part;
