{#
    One value of `column` per event: the one that most stories tell, then the latest told, then the surest, then the first in
    order, so that a rebuild chooses the same. Null is no telling.
#}
{% macro most_told(relation, column) -%}
    select
        event_id,
        {{ column }}
    from {{ relation }}
    where {{ column }} is not null
    group by event_id, {{ column }}
    qualify row_number() over (
        partition by event_id
        order by count(distinct story_id) desc, max(news_date) desc, max(confidence) desc, {{ column }}
    ) = 1
{%- endmacro %}
