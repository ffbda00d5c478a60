with source as (
    select * from {{ source('raw', 'extractions') }}
),

renamed as (
    select
        article_id,
        extractor_version,
        extracted_at,
        n_events,
        error
    from source
)

select * from renamed
