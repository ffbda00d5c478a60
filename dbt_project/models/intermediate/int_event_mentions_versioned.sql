-- Every telling of an event by any version of an article, with the one version and extraction of each that counts
-- now.
with mentions as (
    select * from {{ ref('stg_events__mentions') }}
),

articles as (
    select * from {{ ref('stg_news__articles') }}
),

evidence as (
    select
        mention_id,
        min(char_start) as first_char
    from {{ ref('stg_events__evidence') }}
    group by mention_id
),

extractions as (
    select * from {{ ref('stg_events__extractions') }}
),

extractions_that_count as (
    select
        article_id,
        extractor_version
    from extractions
    where
        error is null
        {% if var('extractor_version') -%}
            and extractor_version = '{{ var("extractor_version") }}'
        {%- endif %}
    qualify row_number() over (partition by article_id order by extracted_at desc, extractor_version desc) = 1
),

joined as (
    select
        mentions.*,
        articles.canonical_url,
        articles.story_id,
        articles.publisher,
        articles.source_country_iso3,
        articles.reported_at,
        articles.published_at,
        -- When this telling came to be known, which is when it was extracted: an article of last year that a better
        -- extractor reads today tells its event today.
        coalesce(extractions.extracted_at, articles.first_seen_at) as told_at,
        articles.first_seen_at as seen_at,
        cast(articles.reported_at as date) as reported_date,
        articles.is_current and extractions_that_count.article_id is not null as is_live,
        row_number() over (
            partition by mentions.article_id, mentions.extractor_version, mentions.event_type
            order by evidence.first_char nulls last, mentions.mention_id
        ) as ordinal
    from mentions
    inner join articles on mentions.article_id = articles.article_id
    left join extractions
        on
            mentions.article_id = extractions.article_id
            and mentions.extractor_version = extractions.extractor_version
    left join extractions_that_count
        on
            mentions.article_id = extractions_that_count.article_id
            and mentions.extractor_version = extractions_that_count.extractor_version
    left join evidence on mentions.mention_id = evidence.mention_id
    where not mentions.is_historical
),

final as (
    select
        *,
        -- The day a telling speaks of where it names one, else the day it was told.
        case when date_precision = 'day' then coalesce(event_date, reported_date) else reported_date end as ref_date,
        -- The day it was news: a plan is news when it is told, an act told in retrospect when it happened.
        least(
            case when date_precision in ('day', 'month') then coalesce(event_date, reported_date) end,
            reported_date
        ) as news_date,
        date_precision = 'day' and date_source in ('stated', 'relative') as is_dated
    from joined
)

select * from final
