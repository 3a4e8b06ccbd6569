namespace ActorStream.Types;

/// <summary>Casts of ARRAY, MAP, MULTISET and ROW: their elements and fields are cast one by one.</summary>
internal static class NestedCasts
{
    public static Cast? Create(DataType from, DataType to, bool isTry)
    {
        Cast? cast = Create(from, to);
        return isTry && cast is { CanFail: true } ? new TryNestedCast(cast, to) : cast;
    }

    private static Cast? Create(DataType from, DataType to)
    {
        if (from.Root != to.Root || from.Children.Count != to.Children.Count) return null;
        var casts = new Cast[from.Children.Count];
        for (int i = 0; i < casts.Length; i++)
        {
            if (Casts.Create(from.Children[i], to.Children[i], isTry: false) is not { } cast) return null;
            casts[i] = cast;
        }
        return casts.All(c => ReferenceEquals(c, Casts.Identity)) ? Casts.Identity : new NestedCast(casts);
    }

    /// <summary>TRY_CAST: NULL as a whole where an element does not cast.</summary>
    private sealed class TryNestedCast(Cast cast, DataType to) : Cast
    {
        public override Column Apply(Column column, TimeZoneInfo zone)
        {
            try
            {
                return cast.Apply(column, zone);
            }
            catch (EvaluationException)
            {
                return ApplyOneByOne(column, zone);
            }
        }

        private Column ApplyOneByOne(Column column, TimeZoneInfo zone)
        {
            ColumnBuilder output = ColumnBuilder.Create(to);
            for (int i = 0; i < column.Length; i++)
            {
                try
                {
                    output.AppendFrom(cast.Apply(column.Take([i]), zone), 0);
                }
                catch (EvaluationException)
                {
                    output.AppendNull();
                }
            }
            return output.Build();
        }
    }

    private sealed class NestedCast(Cast[] casts) : Cast
    {
        public override bool CanFail { get; } = casts.Any(c => c.CanFail);

        public override Column Apply(Column column, TimeZoneInfo zone)
        {
            if (CanFail) column = Compact(column);
            switch (column)
            {
                case ListColumn list:
                    return new ListColumn(casts[0].Apply(list.Elements, zone), list.Starts, list.Lengths, list.Length, list.Nulls);
                case MapColumn map:
                    return new MapColumn(
                        casts[0].Apply(map.Keys, zone), casts[1].Apply(map.Values, zone), map.Starts, map.Lengths, map.Length, map.Nulls);
                default:
                    var row = (RowColumn)column;
                    var fields = new Column[casts.Length];
                    for (int i = 0; i < fields.Length; i++) fields[i] = casts[i].Apply(row.Fields[i], zone);
                    return new RowColumn(fields, row.Length, row.Nulls);
            }
        }

        /// <summary>Leaves out elements that no row has, such as those of filtered rows, because casting them might fail.</summary>
        private static Column Compact(Column column)
        {
            if (column is RowColumn) return column;
            (int[] starts, int[] lengths) = column is ListColumn l
                ? (l.Starts, l.Lengths) : (((MapColumn)column).Starts, ((MapColumn)column).Lengths);
            var rows = new List<int>();
            int[] compactStarts = new int[column.Length];
            int[] compactLengths = new int[column.Length];
            for (int i = 0; i < column.Length; i++)
            {
                compactStarts[i] = rows.Count;
                if (column.IsNull(i)) continue;
                compactLengths[i] = lengths[i];
                for (int k = 0; k < lengths[i]; k++) rows.Add(starts[i] + k);
            }
            int[] chosen = [.. rows];
            return column is ListColumn list
                ? new ListColumn(list.Elements.Take(chosen), compactStarts, compactLengths, column.Length, column.Nulls)
                : new MapColumn(((MapColumn)column).Keys.Take(chosen), ((MapColumn)column).Values.Take(chosen), compactStarts,
                    compactLengths, column.Length, column.Nulls);
        }
    }
}
