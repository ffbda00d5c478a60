with articles as (
    select * from {{ ref('stg_news__articles') }}
),

tellings as (
    select
        article_id,
        count(*) as n_events
    from {{ ref('int_event_tellings') }}
    group by article_id
),

final as (
    select
        articles.article_id,
        articles.story_id,
        articles.source_id,
        articles.publisher,
        articles.url,
        articles.canonical_url,
        articles.title,
        articles.author,
        articles.language,
        articles.published_at,
        articles.published_at_source,
        articles.published_precision,
        articles.modified_at,
        articles.first_seen_at,
        articles.word_count,
        articles.attribution,
        articles.text_sha256,
        articles.parser_version,
        articles.is_current,
        coalesce(tellings.n_events, 0) as n_events
    from articles
    left join tellings on articles.article_id = tellings.article_id
)

select * from final
