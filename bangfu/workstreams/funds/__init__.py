"""资金与项目 · funds and projects: public money for help, and the projects it pays for.

Nouns: special fund (专项资金) by category, fiscal money from a helping region, a region's yearly fund, dedicated money
for one purpose, resettlement money, a project in the library and a project under way. Money arranged, money sent up
to the city and money raised from society are different things and have different kinds.
"""
