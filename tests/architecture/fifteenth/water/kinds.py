"""What can be recorded about drinking water."""

from bangfu.ledger.kinds import Detail, EntryKind

WORKS = EntryKind(
    name="water.works",
    title="饮水工程",
    workstream="water",
    giver_title="建设单位",
    receiver=("area",),
    receiver_title="受益村",
    quantity="none",
    details=(
        Detail(
            name="origin",
            title="水源类型",
            kind="choice",
            choices=(("spring", "山泉"), ("well", "机井")),
            required=True,
        ),
    ),
    needs=("households",),
)

KINDS = (WORKS,)
