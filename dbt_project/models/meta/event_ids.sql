{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='fail'
) }}

-- Every id that an event ever had. Append only: what was once published can always be looked up.
with resolved as (
    select * from {{ ref('int_event_mentions_resolved') }}
),

current_ids as (
    select
        event_id,
        any_value(event_type) as event_type,
        any_value(founding_mention_id) as founding_mention_id,
        any_value(founded_at) as founded_at
    from resolved
    where is_live
    group by event_id
),

final as (
    select
        event_id,
        event_type,
        founding_mention_id,
        founded_at
    from current_ids
    {% if is_incremental() %}
        where event_id not in (select known.event_id from {{ this }} as known)
    {% endif %}
)

select * from final
