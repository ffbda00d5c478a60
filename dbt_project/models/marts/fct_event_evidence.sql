with tellings as (
    select * from {{ ref('int_event_tellings') }}
),

evidence as (
    select * from {{ ref('stg_events__evidence') }}
),

articles as (
    select * from {{ ref('stg_news__articles') }}
),

final as (
    select
        evidence.evidence_id,
        tellings.event_id,
        evidence.mention_id,
        tellings.article_id,
        articles.url,
        evidence.field,
        evidence.quote,
        evidence.char_start,
        evidence.char_end,
        evidence.text_sha256,
        tellings.extractor_version
    from evidence
    inner join tellings on evidence.mention_id = tellings.mention_id
    inner join articles on tellings.article_id = articles.article_id
)

select * from final
