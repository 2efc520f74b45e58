package httpapi

import (
	"cmp"
	"context"
	"time"

	"bangui/internal/fault"
	"bangui/internal/schedule"
)

type scheduleBody struct {
	Task         string     `json:"task" example:"history.cleanup"`
	Title        string     `json:"title" doc:"For people"`
	Description  string     `json:"description"`
	EverySeconds int64      `json:"every_seconds" doc:"0 if it does not run at an interval"`
	Cron         string     `json:"cron" doc:"A cron expression of five fields; empty if it has none" example:"30 3 * * *"`
	Zone         string     `json:"zone" doc:"The time zone of the cron expression" example:"UTC"`
	Missed       string     `json:"missed" enum:"once,skip" doc:"What happens when its time came and nobody was there"`
	Enabled      bool       `json:"enabled"`
	Custom       bool       `json:"custom" doc:"Whether somebody has changed it"`
	Default      timetable  `json:"default" doc:"How it is when nobody has changed it"`
	AskedBy      string     `json:"asked_by" doc:"Who has asked for a run that has not ended; empty if nobody has"`
	NextRunAt    *time.Time `json:"next_run_at" doc:"Null if it only runs on demand, or is disabled"`
	Running      *JobBody   `json:"running" doc:"The run in progress"`
	Last         *JobBody   `json:"last" doc:"The newest run that has ended"`
}

type timetable struct {
	EverySeconds int64  `json:"every_seconds"`
	Cron         string `json:"cron"`
	Zone         string `json:"zone"`
	Missed       string `json:"missed" enum:"once,skip"`
}

type schedulesOutput struct {
	Body scheduleList
}

type scheduleList struct {
	Items      []scheduleBody `json:"items" doc:"By task"`
	NextCursor *string        `json:"next_cursor" doc:"Always null: the list is complete"`
}

// ScheduleInput names a task. It is exported because huma sees into embedded types only then.
type ScheduleInput struct {
	Task string `path:"task" maxLength:"64"`
}

type scheduleChangeInput struct {
	ScheduleInput
	Body scheduleChange
}

type scheduleChange struct {
	EverySeconds *int64  `json:"every_seconds,omitempty" minimum:"0" maximum:"31536000" doc:"1 or more; 0 for none"`
	Cron         *string `json:"cron,omitempty" maxLength:"128" doc:"Five fields, or @daily and the like; empty for none"`
	Zone         *string `json:"zone,omitempty" maxLength:"64" doc:"An IANA name"`
	Missed       *string `json:"missed,omitempty" enum:"once,skip"`
	Enabled      *bool   `json:"enabled,omitempty"`
	Reset        bool    `json:"reset,omitempty" doc:"Back to the default; nothing else may be given then"`
}

type scheduleOutput struct {
	Body scheduleBody
}

func (s *server) listSchedules(ctx context.Context, _ *struct{}) (*schedulesOutput, error) {
	entries, err := s.deps.Jobs.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	list := scheduleList{Items: make([]scheduleBody, 0, len(entries))}
	for _, entry := range entries {
		body, err := s.scheduleBodyOf(ctx, entry)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, body)
	}
	return &schedulesOutput{Body: list}, nil
}

func (s *server) changeSchedule(ctx context.Context, in *scheduleChangeInput) (*scheduleOutput, error) {
	before, err := s.deps.Jobs.Schedule(ctx, in.Task)
	if err != nil {
		return nil, err
	}
	change, err := in.Body.change(before.Schedule)
	if err != nil {
		return nil, err
	}
	entry, err := s.deps.Jobs.Change(ctx, in.Task, change, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	body, err := s.scheduleBodyOf(ctx, entry)
	return &scheduleOutput{Body: body}, err
}

// change is what the request means for a schedule that is like before. An interval takes the place of a cron expression and the other
// way round, if not both are given.
func (c scheduleChange) change(before schedule.Schedule) (schedule.Change, error) {
	timed := c.EverySeconds != nil || c.Cron != nil || c.Zone != nil || c.Missed != nil
	switch {
	case c.Reset && (timed || c.Enabled != nil):
		return schedule.Change{}, fault.Invalid.Errorf("a reset leaves nothing else to change").
			WithField("body.reset", "leave it away, or everything else")
	case !c.Reset && !timed && c.Enabled == nil:
		return schedule.Change{}, fault.Invalid.Errorf("nothing is to be changed").WithField("body", "name at least one field")
	case !timed:
		return schedule.Change{Enabled: c.Enabled, Reset: c.Reset}, nil
	}
	after := before
	switch {
	case c.EverySeconds != nil && c.Cron == nil && *c.EverySeconds > 0:
		after.Cron = ""
	case c.Cron != nil && c.EverySeconds == nil && *c.Cron != "":
		after.Every = 0
	}
	if c.EverySeconds != nil {
		after.Every = time.Duration(*c.EverySeconds) * time.Second
	}
	if c.Missed != nil {
		after.Missed = schedule.Missed(*c.Missed)
	}
	after.Cron, after.Zone = textOr(c.Cron, after.Cron), textOr(c.Zone, after.Zone)
	return schedule.Change{Schedule: &after, Enabled: c.Enabled}, nil
}

// textOr returns the text that was given, or the other one.
func textOr(given *string, other string) string {
	if given == nil {
		return other
	}
	return *given
}

func (s *server) runSchedule(ctx context.Context, in *ScheduleInput) (*scheduleOutput, error) {
	if err := s.deps.Jobs.RunNow(ctx, in.Task, actorOf(ctx)); err != nil {
		return nil, err
	}
	entry, err := s.deps.Jobs.Schedule(ctx, in.Task)
	if err != nil {
		return nil, err
	}
	body, err := s.scheduleBodyOf(ctx, entry)
	return &scheduleOutput{Body: body}, err
}

func (s *server) scheduleBodyOf(ctx context.Context, entry schedule.Entry) (scheduleBody, error) {
	now := timetableOf(entry.Schedule)
	body := scheduleBody{
		Task: entry.Task, Title: cmp.Or(entry.Title, entry.Task), Description: entry.Description,
		EverySeconds: now.EverySeconds, Cron: now.Cron, Zone: now.Zone, Missed: now.Missed,
		Enabled: entry.Enabled, Custom: entry.Custom, Default: timetableOf(entry.Default), AskedBy: entry.AskedBy,
		NextRunAt: timeOrNull(entry.NextRunAt), Last: s.jobOrNull(entry.Last),
	}
	if entry.Last == nil || entry.Last.State != schedule.Running {
		return body, nil
	}
	body.Running, body.Last = body.Last, nil
	before, err := s.deps.Jobs.Runs(ctx, schedule.RunQuery{Task: entry.Task, Before: entry.Last.ID, Limit: 1})
	if err != nil {
		return scheduleBody{}, err
	}
	if len(before) > 0 {
		body.Last = s.jobOrNull(&before[0])
	}
	return body, nil
}

func timetableOf(s schedule.Schedule) timetable {
	s = s.Normal()
	return timetable{EverySeconds: seconds(s.Every), Cron: s.Cron, Zone: s.Zone, Missed: string(s.Missed)}
}
