delete from page_file
where name in (
  select newest_first.name
  from (
    select page_file.name as name, sum(page_file.size) over(order by page_file.kept_until desc, page_file.name) as total
    from page_file
  ) as newest_first
  where newest_first.total > $1
)
returning page_file.name
