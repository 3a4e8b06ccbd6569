namespace ActorStream.Sql;

/// <summary>Which types an INSERT takes for which column without CAST, as Flink's sinks do.</summary>
internal static class SinkTypes
{
    public static bool Accepts(DataType from, DataType to)
    {
        if (from.Root == TypeRoot.Null)
        {
            return true;
        }

        if (from.IsNested || to.IsNested)
        {
            return from.Root == to.Root && from.Children.Count == to.Children.Count
                && from.Children.Zip(to.Children).All(pair => Accepts(pair.First, pair.Second));
        }

        return from.Root == to.Root || Widens(from, to);
    }

    private static bool Widens(DataType from, DataType to) => from.Root switch
    {
        TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Int or TypeRoot.BigInt => to.IsInteger ? from.Root < to.Root : to.IsNumeric,
        TypeRoot.Float or TypeRoot.Decimal => to.IsNumeric && !to.IsInteger,
        TypeRoot.Double => to.Root == TypeRoot.Decimal,
        TypeRoot.Char => to.Root == TypeRoot.VarChar,
        TypeRoot.Binary => to.Root == TypeRoot.VarBinary,
        TypeRoot.Timestamp => to.Root is TypeRoot.Date or TypeRoot.Time or TypeRoot.TimestampLtz,
        TypeRoot.TimestampLtz => to.Root == TypeRoot.Timestamp,
        _ => false,
    };
}
