"""The one list that names each procedure: a new one edits one line outside its folder, here."""

PROCEDURES: list[str] = [
    "xieli.procedures.collaboration.procedure.CollaborationRequest",
    "xieli.procedures.service.procedure.ServiceCase",
    "xieli.procedures.service.opinion.CustomerOpinion",
    "xieli.procedures.service.opinion.OpinionDigest",
    "xieli.procedures.problem.procedure.Problem",
    "xieli.procedures.assignment.procedure.Assignment",
    "xieli.procedures.assignment.procedure.Instruction",
    "xieli.procedures.coordination.procedure.Coordination",
    "xieli.procedures.meeting.procedure.Meeting",
    "xieli.procedures.meeting.series.MeetingSeries",
    "xieli.procedures.resolution.procedure.Resolution",
    "xieli.procedures.decision.procedure.Decision",
    "xieli.procedures.project.procedure.Project",
    "xieli.procedures.project.task.ProjectTask",
    "xieli.procedures.project.report.DepartmentReport",
    "xieli.procedures.project.change.PlanChange",
    "xieli.procedures.project.acceptance.Acceptance",
    "xieli.procedures.rectification.procedure.Rectification",
    "xieli.procedures.seal_use.procedure.SealUse",
    "xieli.procedures.replay.procedure.ReplayedWork",
]
