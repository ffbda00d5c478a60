with articles as (
    select * from {{ ref('stg_news__articles') }}
),

fetches as (
    select * from {{ ref('stg_news__fetches') }}
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
),

founding_tellings as (
    select
        article_id,
        event_id
    from tellings
    qualify row_number() over (partition by event_id order by reported_at, seen_at, canonical_url, mention_id) = 1
),

articles_counted as (
    select
        articles.source_id,
        cast(articles.reported_at as date) as source_date,
        count(distinct articles.article_id) as n_articles,
        count(founding_tellings.event_id) as n_new_events
    from articles
    left join founding_tellings on articles.article_id = founding_tellings.article_id
    where articles.is_current
    group by all
),

tellings_counted as (
    select
        articles.source_id,
        tellings.reported_date as source_date,
        count(*) as n_event_mentions
    from tellings
    inner join articles on tellings.article_id = articles.article_id
    group by all
),

fetches_counted as (
    select
        source_id,
        requested_date as source_date,
        count(*) as n_fetches,
        count(*) filter (is_failed) as n_failed_fetches
    from fetches
    group by all
),

final as (
    select
        source_id,
        source_date,
        coalesce(articles_counted.n_articles, 0) as n_articles,
        coalesce(tellings_counted.n_event_mentions, 0) as n_event_mentions,
        coalesce(articles_counted.n_new_events, 0) as n_new_events,
        coalesce(fetches_counted.n_fetches, 0) as n_fetches,
        coalesce(fetches_counted.n_failed_fetches, 0) as n_failed_fetches
    from articles_counted
    full outer join tellings_counted using (source_id, source_date)
    full outer join fetches_counted using (source_id, source_date)
)

select * from final
