"""Work that passes from hand to hand: declared states and transitions, who may move what, and by when."""
