{#
    Of all scored pairs, those in which each mention is the other's best in that article: an article that tells of two
    events is never taken to tell of one. Depends on the two articles alone, so that a third changes nothing.
    `pairs` needs left_mention_id, right_mention_id, left_reading_id, right_reading_id, score, tie_break.
#}
{% macro one_telling_per_article(pairs) -%}
    select *
    from {{ pairs }}
    qualify
        row_number() over (
            partition by left_mention_id, right_reading_id order by score desc, tie_break, right_mention_id
        ) = 1
        and row_number() over (
            partition by right_mention_id, left_reading_id order by score desc, tie_break, left_mention_id
        ) = 1
{%- endmacro %}
