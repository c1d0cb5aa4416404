"""Words by which a text says of how much of the whole, and of which time, its numbers tell. Pure."""

import re

ONE_OF_MANY = re.compile(
    "(?:该|本|这家)(?:公司|企业|合作社|集团|工厂|医院|学校|单位|农场|商会|协会|基地)|[一-鿿]{2,12}有限公司"
)
THE_FIRM = re.compile("该(?:公司|企业|合作社|集团|厂)")
A_NAME = re.compile("(?:公司|合作社|集团|商会|协会|联合会|基金会|医院|学校|小学|中学|大学|学院|银行|超市|农场|厂|店)$")
SINCE = re.compile("年来|以来|累计|至今|截至目前")  # a number of more than the year asked for
KINDS_OF_VILLAGES = "的困难点务政范乡农帮扶个各每等与和及驻包到进入下出联结"  # 贫困村, 乡村 and 各村 name none
INSIDE = re.compile(
    f"(?:该|本|全|我)(?:村|镇|乡|社区|街道|组)|[一-鿿]{{0,2}}[一-鿿](?<![{KINDS_OF_VILLAGES}])村(?![民级干里委庄])"
)
TOWARDS = "向为在到与给对由从"
WHOLE_SAID = re.compile("全[区县市]|累计|一?共[^同]|共计|合计|总[额数计量]|全年")
FEW = tuple("一二两三四五六七八九")  # 两个重点村 counts those just named, not those there are
PLACE_ALONE = re.compile(r"[\s|]*[一-鿿]{1,7}(?:县|区|市|旗|镇|乡|街道|村|州)[\s|]+")  # the label of a row
SENTENCE_END = re.compile("[。；;！？\n]")
