"""消费扶贫 · consumption assistance: who sells certified goods, who buys them, through which channel.

Nouns: sale, purchase, facilitated sale, order. A sale is recorded once: by its buyer as a *purchase* where the
buyer is known, else by the supplier as a *sale*; totals of sales count both. Goods ordered are not goods sold.
"""
