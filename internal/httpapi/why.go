package httpapi

import (
	"context"

	"bangui/internal/failregex"
	"bangui/internal/jail"
)

type whyOutput struct {
	Body whyBody
}

// whyBody is no replay of what fail2ban did.
type whyBody struct {
	BanID     int64        `json:"ban_id"`
	Host      string       `json:"host"`
	Jail      string       `json:"jail"`
	Available bool         `json:"available" doc:"Whether the lines were compared with the expressions that the jail has now"`
	Reason    string       `json:"reason" doc:"Why they were not; empty if they were"`
	Complete  bool         `json:"complete" doc:"Whether there was time to compare all lines with all expressions"`
	Lines     []whyLine    `json:"lines" doc:"The matched lines that fail2ban kept, oldest first"`
	Problems  []whyProblem `json:"problems" doc:"Expressions that were not tried, or not on all lines"`
}

type whyLine struct {
	Text       string       `json:"text"`
	Outcome    string       `json:"outcome" enum:"matched,ignored,unmatched,untried,too_long" doc:"Whether an expression matches the line: one of the jail's fail_regex, or one of ignore_regex"`
	Index      *int         `json:"index" doc:"Which one in that list, from 0: the first that matches. Null if none does"`
	Expression string       `json:"expression" doc:"The expression, with tags expanded; empty if none matches"`
	Address    string       `json:"address" doc:"The address, name or other ban id that it captures; may be empty"`
	User       string       `json:"user" doc:"The user that it captures; may be empty"`
	Remembered bool         `json:"remembered" doc:"The line is no failure by itself: fail2ban remembers it for another one of the same session"`
	Captures   []whyCapture `json:"captures" doc:"All named groups that match something, by name"`
	Parts      []whyPart    `json:"parts" doc:"The whole line in pieces"`
}

type whyCapture struct {
	Name string `json:"name" example:"user"`
	Text string `json:"text"`
}

type whyPart struct {
	Text string `json:"text"`
	Role string `json:"role" enum:"none,date,matched,address,user,captured" doc:"What the piece is to the expression: not part of the match, a date that was cut out before, part of the match, or captured by a group"`
	Name string `json:"name" doc:"The group that captures it; else empty"`
}

type whyProblem struct {
	List       string `json:"list" enum:"prefregex,failregex,ignoreregex"`
	Index      int    `json:"index" doc:"Which one in the list, from 0"`
	Expression string `json:"expression"`
	Message    string `json:"message" doc:"Why, as in: the expression takes too long to be tried on these lines"`
}

func (s *server) explainBan(ctx context.Context, in *banInput) (*whyOutput, error) {
	why, err := s.deps.Jails.Why(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	body := whyBody{
		BanID: why.Ban.ID, Host: why.Ban.Host, Jail: why.Ban.Jail, Available: why.Unavailable == "", Reason: why.Unavailable,
		Complete: why.Unavailable == "" && !why.Report.TimeUp, Lines: make([]whyLine, 0, len(why.Ban.Evidence)),
		Problems: make([]whyProblem, 0, len(why.Report.Problems)),
	}
	for i, text := range why.Ban.Evidence {
		body.Lines = append(body.Lines, whyLineOf(why, i, text))
	}
	for _, p := range why.Report.Problems {
		body.Problems = append(body.Problems, whyProblem{string(p.List), p.Index, why.Text(p.Place), p.Message})
	}
	return &whyOutput{Body: body}, nil
}

func whyLineOf(why jail.Why, i int, text string) whyLine {
	line := whyLine{Text: text, Outcome: string(failregex.Untried), Captures: []whyCapture{}, Parts: []whyPart{}}
	if i >= len(why.Report.Findings) {
		line.Parts = append(line.Parts, whyPart{Text: text, Role: string(failregex.RoleNone)})
		return line
	}
	found := why.Report.Findings[i]
	line.Outcome, line.Address, line.User, line.Remembered = string(found.Outcome), found.Address, found.User, found.Remembered
	if found.Index >= 0 {
		list := failregex.Fail
		if found.Outcome == failregex.Ignored {
			list = failregex.Ignore
		}
		line.Index, line.Expression = &found.Index, why.Text(failregex.Place{List: list, Index: found.Index})
	}
	for _, c := range found.Captures {
		line.Captures = append(line.Captures, whyCapture(c))
	}
	for _, p := range found.Parts {
		line.Parts = append(line.Parts, whyPart{p.Text, string(p.Role), p.Name})
	}
	return line
}
