-- What is found goes into the index at once: a list of what is still to be put in would be read by every search.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter index makegood.case_search_words set (fastupdate = off);
