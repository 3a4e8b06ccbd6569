using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>Makes a row of each element of an array, or entry of a map, beside the row that it came from. An element that is itself a row
/// makes none where it is NULL, as Flink has it; NULL among scalars makes one.</summary>
internal sealed class Unnest : Operator
{
    private readonly Evaluator _collection;
    private readonly EvaluationContext _context;
    private readonly bool _hasOrdinality;
    private readonly bool _isLeft;

    /// <summary>Makes the operator.</summary>
    /// <param name="collection">The array or map.</param>
    /// <param name="hasOrdinality">Whether a last column counts the elements of each row, from 1.</param>
    /// <param name="isLeft">Whether a row without elements is kept, padded with NULL.</param>
    /// <param name="context">The shard's.</param>
    public Unnest(Expression collection, bool hasOrdinality, bool isLeft, EvaluationContext context)
    {
        _collection = ExpressionCompiler.Compile(collection);
        _hasOrdinality = hasOrdinality;
        _isLeft = isLeft;
        _context = context;
    }

    /// <inheritdoc/>
    public override void Process(Batch batch)
    {
        Column collection;
        try
        {
            collection = _collection.Evaluate(batch, _context);
        }
        catch (EvaluationException) when (batch.Count > 1)
        {
            ProcessHalves(batch, [.. Enumerable.Range(0, batch.Columns.Length)]);
            return;
        }
        (int[] starts, int[] lengths) = collection switch
        {
            ListColumn list => (list.Starts, list.Lengths),
            MapColumn map => (map.Starts, map.Lengths),
            _ => throw new System.Diagnostics.UnreachableException($"A {collection.GetType().Name} has no elements."),
        };
        RowColumn? nested = (collection as ListColumn)?.Elements as RowColumn;
        var rows = new List<int>(batch.Count);
        var elements = new List<int>(batch.Count);
        var ordinals = new List<int>(_hasOrdinality ? batch.Count : 0);
        for (int row = 0; row < batch.Count; row++)
        {
            int count = collection.IsNull(row) ? 0 : lengths[row];
            int before = rows.Count;
            for (int i = 0; i < count; i++)
            {
                if (nested?.IsNull(starts[row] + i) == true) continue;
                rows.Add(row);
                elements.Add(starts[row] + i);
                if (_hasOrdinality) ordinals.Add(i + 1);
            }
            if (rows.Count > before || !_isLeft) continue;
            rows.Add(row);
            elements.Add(-1);
            if (_hasOrdinality) ordinals.Add(0);
        }
        Emit(batch, collection, [.. rows], [.. elements], [.. ordinals]);
    }

    /// <summary>Cuts the result into batches of the usual size.</summary>
    private void Emit(Batch batch, Column collection, int[] rows, int[] elements, int[] ordinals)
    {
        for (int from = 0; from < rows.Length; from += Batch.TargetRows)
        {
            int count = Math.Min(Batch.TargetRows, rows.Length - from);
            ReadOnlySpan<int> chosen = rows.AsSpan(from, count);
            var columns = new List<Column>(batch.Columns.Length + 2);
            foreach (Column column in batch.Columns) columns.Add(column.Take(chosen));
            ReadOnlySpan<int> positions = elements.AsSpan(from, count);
            if (collection is MapColumn map)
            {
                columns.Add(map.Keys.Take(positions));
                columns.Add(map.Values.Take(positions));
            }
            else
            {
                Column taken = ((ListColumn)collection).Elements.Take(positions);
                columns.AddRange(taken is RowColumn nested ? nested.Fields : [taken]);
            }
            if (_hasOrdinality) columns.Add(Ordinals(ordinals.AsSpan(from, count)));
            Emit(new Batch([.. columns], count, batch.TakeKinds(chosen)));
        }
    }

    private static FixedColumn<int> Ordinals(ReadOnlySpan<int> ordinals)
    {
        ulong[]? nulls = null;
        for (int i = 0; i < ordinals.Length; i++)
        {
            if (ordinals[i] > 0) continue;
            nulls ??= NullBits.Create(ordinals.Length);
            NullBits.Set(nulls, i);
        }
        return new FixedColumn<int>(ordinals.ToArray(), ordinals.Length, nulls);
    }
}
