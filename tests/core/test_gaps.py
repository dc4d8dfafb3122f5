from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.plan.gaps import PlannedAction, PlannedIssue, gap_meter

TODAY = date(2026, 5, 12)
PRIORITIES = ["climate", "living-wage", "medicare-for-all", "college-tuition"]
DONE = PlannedAction(done=True, owned=True, due_on=TODAY)
OPEN = PlannedAction(owned=True, due_on=TODAY)


def meter(*issues, on_day=TODAY):
    return gap_meter(issues, PRIORITIES, on_day)


def test_a_plan_with_nothing_in_it_is_all_gaps():
    found = meter()

    assert [gap.priority_id for gap in found.priorities] == PRIORITIES
    assert (found.priorities_without_issue, found.priorities_without_action) == (4, 4)
    assert found.issues == ()


def test_each_priority_counts_the_actions_of_all_its_issues():
    found = meter(
        PlannedIssue("buses", "climate", (DONE, OPEN)),
        PlannedIssue("clinic", "medicare-for-all", (OPEN,)),
        PlannedIssue("coal", "climate", (OPEN,)),
    )

    climate = found.priorities[0]
    assert (climate.priority_id, climate.issues, climate.done, climate.open, climate.total) == (
        "climate",
        2,
        1,
        2,
        3,
    )
    assert [(each.issue_id, each.done, each.open) for each in found.issues] == [
        ("buses", 1, 1),
        ("clinic", 0, 1),
        ("coal", 0, 1),
    ]


def test_an_issue_without_actions_is_no_longer_a_gap_in_issues_but_still_one_in_actions():
    found = meter(PlannedIssue("rent", "living-wage"))

    assert [gap.priority_id for gap in found.priorities] == [
        "living-wage",
        "climate",
        "medicare-for-all",
        "college-tuition",
    ]
    assert (found.priorities_without_issue, found.priorities_without_action) == (3, 4)


def test_an_issue_tied_to_nothing_or_to_another_packs_priority_is_told():
    found = meter(PlannedIssue("a"), PlannedIssue("b", "from-an-older-pack", (OPEN,)))

    assert found.untied_issues == 2
    assert found.priorities_without_action == 4
    assert found.actions_open == 1


def test_what_lacks_an_owner_or_a_day_or_is_late_is_counted_while_it_is_open():
    late = PlannedAction(owned=True, due_on=TODAY - timedelta(1))
    found = meter(
        PlannedIssue("a", "climate", (late, OPEN, PlannedAction(), PlannedAction(done=True))),
    )

    assert (found.actions_without_owner, found.actions_without_date, found.actions_overdue) == (1, 1, 1)
    assert (found.actions_open, found.actions_done) == (3, 1)
    assert found.issues[0].overdue == 1


def test_an_action_is_not_late_on_its_day_nor_once_it_is_done():
    assert meter(PlannedIssue("a", "climate", (OPEN,))).actions_overdue == 0
    assert meter(PlannedIssue("a", "climate", (OPEN,)), on_day=TODAY + timedelta(1)).actions_overdue == 1
    assert meter(PlannedIssue("a", "climate", (DONE,)), on_day=TODAY + timedelta(1)).actions_overdue == 0


actions = st.builds(
    PlannedAction, st.booleans(), st.booleans(), st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))
)
issues = st.builds(
    PlannedIssue,
    st.uuids().map(str),
    st.none() | st.sampled_from([*PRIORITIES, "old"]),
    st.lists(actions).map(tuple),
)


@given(st.lists(issues, max_size=6))
def test_no_action_is_lost_or_counted_twice(plan):
    found = gap_meter(plan, PRIORITIES, TODAY)
    tied = [issue for issue in plan if issue.priority_id in PRIORITIES]

    assert found.actions_done + found.actions_open == sum(len(issue.actions) for issue in plan)
    assert sum(each.total for each in found.issues) == sum(len(issue.actions) for issue in plan)
    assert sum(gap.total for gap in found.priorities) == sum(len(issue.actions) for issue in tied)
    assert found.untied_issues == len(plan) - len(tied)
    assert sorted(gap.priority_id for gap in found.priorities) == sorted(PRIORITIES)


@given(st.lists(issues, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_issues_changes_no_count(plan, random):
    shuffled = plan[:]
    random.shuffle(shuffled)

    assert gap_meter(shuffled, PRIORITIES, TODAY).priorities == gap_meter(plan, PRIORITIES, TODAY).priorities
