with source as (
    select * from {{ source('raw', 'articles') }}
),

renamed as (
    select
        article_id,
        source_id,
        story_id,
        url,
        canonical_url,
        title,
        author,
        language,
        outlet,
        country as source_country_iso3,
        coalesce(outlet, nullif(regexp_extract(canonical_url, '^[a-z]+://([^/]+)', 1), ''), source_id) as publisher,
        published_at,
        published_at_source,
        published_precision,
        modified_at,
        text_sha256,
        word_count,
        attribution,
        parser_version,
        first_seen_at,
        is_current,
        coalesce(published_at, first_seen_at) as reported_at
    from source
)

select * from renamed
