package ban

import "context"

// Imported is what became of bans that were imported.
type Imported struct {
	// Added were not known; Completed were, and have learned their end or evidence; Known were known as well as now.
	Added, Completed, Known int
	// Unmatched are ends of bans that are not known.
	Unmatched int
}

// Plus adds up two results.
func (i Imported) Plus(other Imported) Imported {
	return Imported{
		Added: i.Added + other.Added, Completed: i.Completed + other.Completed, Known: i.Known + other.Known,
		Unmatched: i.Unmatched + other.Unmatched,
	}
}

// importBatch is how many bans are stored at a time.
const importBatch = 1000

// Importing stores bans of the past in batches. Store is [Store.Import] or [Store.ImportPreview] of one host.
type Importing struct {
	Store func(ctx context.Context, bans []Ban) (Imported, error)
	// Result is what became of them so far.
	Result Imported

	batch []Ban
}

// Take takes a ban, which is stored by and by.
func (i *Importing) Take(ctx context.Context, b Ban) error {
	i.batch = append(i.batch, b)
	if len(i.batch) < importBatch {
		return nil
	}
	return i.Flush(ctx)
}

// Flush stores what was taken.
func (i *Importing) Flush(ctx context.Context) error {
	if len(i.batch) == 0 {
		return nil
	}
	result, err := i.Store(ctx, i.batch)
	i.Result, i.batch = i.Result.Plus(result), i.batch[:0]
	return err
}
