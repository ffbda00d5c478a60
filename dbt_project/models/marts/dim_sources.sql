with articles as (
    select * from {{ ref('stg_news__articles') }}
),

fetches as (
    select * from {{ ref('stg_news__fetches') }}
),

known_by_articles as (
    select
        source_id,
        mode(outlet order by outlet) as outlet,
        mode(source_country_iso3 order by source_country_iso3) as country_iso3,
        count(*) filter (is_current) as n_articles,
        min(first_seen_at) as first_article_at,
        max(first_seen_at) as last_article_at
    from articles
    group by source_id
),

known_by_fetches as (
    select
        source_id,
        count(*) as n_fetches,
        max(requested_at) as last_fetched_at
    from fetches
    group by source_id
),

final as (
    select
        source_id,
        known_by_articles.outlet,
        known_by_articles.country_iso3,
        coalesce(known_by_articles.n_articles, 0) as n_articles,
        coalesce(known_by_fetches.n_fetches, 0) as n_fetches,
        known_by_articles.first_article_at,
        known_by_articles.last_article_at,
        known_by_fetches.last_fetched_at
    from known_by_articles
    full outer join known_by_fetches using (source_id)
)

select * from final
