with source as (
    select * from {{ source('raw', 'event_evidence') }}
),

renamed as (
    select
        {{ short_hash(['mention_id', 'field', 'char_start', 'char_end']) }} as evidence_id,
        mention_id,
        field,
        char_start,
        char_end,
        quote,
        text_sha256
    from source
)

select * from renamed
