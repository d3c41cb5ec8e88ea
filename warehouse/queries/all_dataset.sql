select dataset, title, rolls_up, position::integer as position from dataset order by position
