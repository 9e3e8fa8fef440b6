-- Chinese text search without a dictionary. Python's twin of the cutting is in text.py; a test keeps them equal.

-- Text as it is compared: full-width letters and digits made narrow, small letters.
CREATE FUNCTION xieli_plain(source text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(normalize(source, NFKC));

-- Chinese characters: every two neighbours, and the last of a run by itself, so that one character is found as a
-- beginning. A word of letters: itself. A code with digits: each of its ends, so that any part of it is found as a
-- beginning. Positions are numbers of runs; they are there because only lexemes with positions can have weights.
CREATE FUNCTION xieli_bigrams(source text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(substr(run, i, CASE WHEN han THEN 2 ELSE 32 END) || ':' || least(n, 16383), ' '), '')
           ::tsvector
    FROM (
        SELECT found[1] AS run, n,
               found[1] ~ '^[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]' AS han,
               found[1] ~ '[0-9]' AS code
        FROM regexp_matches(
            left(xieli_plain(source), 20000),
            '([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9\u00df-\u024f\u0400-\u04ff]+)',
            'g'
        ) WITH ORDINALITY AS matched (found, n)
    ) AS runs,
    LATERAL generate_series(1, CASE WHEN han THEN length(run) WHEN code THEN least(length(run), 32) ELSE 1 END) AS i
$$;
