"""Paper: tagged PDFs in US letter that show and give back every name as it was written.

A document is put together with `pages.Paper` (headings, paragraphs, numbered clauses, columns,
tables) and drawn once, when its page count is known:

* `styles`     the colours, sizes and weights all documents share
* `faces`      the fonts, and which one stands in where Inter has no such letter
* `shaping`    text to glyphs (HarfBuzz); each glyph knows the letters it stands for
* `bidi`       the direction of each letter, so that Arabic and Hebrew names read right
* `typesetter` text to lines of a given width
* `pages`      a document being written; this is what plans and memoranda call
* `layout`     lines to strips, strips to pages; what must stay together stays together
* `drawing`    strips in their places onto the canvas
* `canvas`     pages to a PDF (reportlab), every piece of it tagged
* `structure`  what the tags mean: headings, lists, tables, in reading order
* `embedding`  the glyphs used, as a font inside the PDF
* `dates`      days in words

There is no markup language in between: a name that holds `<b>` or `&` is just a name.
reportlab, HarfBuzz and python-bidi are loaded by these modules only; `mou_pdf` and `plan_pdf`
import them when a document is drawn, never when a chapter is opened.
"""
