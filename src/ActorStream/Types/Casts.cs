namespace ActorStream.Types;

/// <summary>Which casts there are, and what performs them: Flink's CAST and TRY_CAST.</summary>
internal static class Casts
{
    /// <summary>The cast that changes nothing.</summary>
    public static Cast Identity { get; } = new IdentityCast();

    /// <summary>Whether CAST takes one type to another at all.</summary>
    public static bool CanCast(DataType from, DataType to) => Create(from, to, isTry: false) is not null;

    /// <summary>What performs a cast, or null where there is none.</summary>
    /// <param name="from">The type of the column that comes in.</param>
    /// <param name="to">The type of the column that goes out.</param>
    /// <param name="isTry">True for TRY_CAST: NULL instead of an error.</param>
    public static Cast? Create(DataType from, DataType to, bool isTry)
    {
        if (from.Root == TypeRoot.Null) return new NullCast(to);
        if (from.EqualsIgnoringNullability(to)) return Identity;
        if (to.IsText) return ToText(from, to);
        if (from.IsText) return TextCasts.Create(to, isTry);
        if (from.IsNumeric || from.Root == TypeRoot.Boolean) return NumericCasts.Create(from, to);
        if (from.IsBinary) return to.IsBinary ? BinaryLengthCast.Create(from, to) : null;
        return from.Root switch
        {
            TypeRoot.Date or TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz => DateTimeCasts.Create(from, to),
            TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth => from.Root == to.Root ? Identity : null,
            _ => NestedCasts.Create(from, to, isTry),
        };
    }

    private static Cast? ToText(DataType from, DataType to)
    {
        bool cuts = to.Precision != DataType.MaxLength;
        if (from.IsText)
        {
            bool fits = to.Root == TypeRoot.VarChar && from.Precision <= to.Precision;
            return fits ? Identity : new TextLengthCast(to.Precision, pads: to.Root == TypeRoot.Char);
        }
        if (from.IsBinary) return new BinaryToTextCast(cuts ? new TextLengthCast(to.Precision, to.Root == TypeRoot.Char) : null);
        if (!ToTextCast.CanWrite(from)) return null;
        return new ToTextCast(from, cuts ? new TextLengthCast(to.Precision, to.Root == TypeRoot.Char) : null);
    }

    private sealed class IdentityCast : Cast
    {
        public override Column Apply(Column column, TimeZoneInfo zone) => column;
    }

    /// <summary>The untyped NULL as any type.</summary>
    private sealed class NullCast(DataType to) : Cast
    {
        public override Column Apply(Column column, TimeZoneInfo zone)
        {
            ColumnBuilder builder = ColumnBuilder.Create(to);
            for (int i = 0; i < column.Length; i++) builder.AppendNull();
            return builder.Build();
        }
    }
}
