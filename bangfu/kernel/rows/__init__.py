"""Reading a declared resource: which rows and columns one user sees, selected, ordered, paged and named.

List pages, exports, search and the API all read through here, so that none of them can show more than another.
"""
