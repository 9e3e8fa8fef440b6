"""值班: who is on shift, who is free, what the last shift handed over."""
