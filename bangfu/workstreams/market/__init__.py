"""消费扶贫 · consumption assistance: who sells certified goods, who buys them, through which channel.

Nouns: supplier, product, specification (SKU), listing, sales point (planned, determined, open), screening; sale,
purchase, facilitated sale, order, agreement, live session. A product has several specifications. A sale is recorded
once: by its buyer as a *purchase* where the buyer is known, else by the supplier as a *sale*; totals of sales count
both. Goods ordered, and goods agreed upon, are not goods sold.
"""
