# Sphinx reads this file; tools/site/stage-pages.ts copies it beside the pages.
project = "rotating-rds-mysql"
html_title = project
root_doc = "index"
extensions = ["myst_parser"]
# GitHub makes an anchor of every heading: links to it must work here too.
myst_heading_anchors = 6
html_theme = "furo"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_use_index = False
html_theme_options = {"top_of_page_buttons": []}
# Pygments does not know every statement of MySQL; a block without colours is no defect.
suppress_warnings = ["misc.highlighting_failure"]
