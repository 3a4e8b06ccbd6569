using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>MAP_KEYS, MAP_VALUES, MAP_ENTRIES, MAP_UNION, MAP_FROM_ARRAYS.</summary>
internal static class MapFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        ScalarFunction[] all =
        [
            new SimpleFunction("MAP_KEYS",
                new Form([Parameter.Map], a => DataType.Array(a[0].Type.Children[0]), (_, a) => new Part(a[0], 0))),
            new SimpleFunction("MAP_VALUES",
                new Form([Parameter.Map], a => DataType.Array(a[0].Type.Children[1]), (_, a) => new Part(a[0], 1))),
            new SimpleFunction("MAP_ENTRIES", new Form([Parameter.Map],
                a => DataType.Array(DataType.Row(["key", "value"], a[0].Type.Children)), (_, a) => new Part(a[0], 2))),
            new SimpleFunction("MAP_FROM_ARRAYS", new Form([Parameter.Array, Parameter.Array],
                a => DataType.Map(a[0].Type.Children[0], a[1].Type.Children[0]), FromArrays)),
            new MapUnionFunction(),
        ];
        return all.Select(f => (f.Name, f));
    }

    private static NestedRowEvaluator FromArrays(CallExpression call, Evaluator[] arguments)
    {
        DataType keyType = call.Type.Children[0];
        return new NestedRowEvaluator(arguments, call.Type, (columns, row, output) =>
        {
            (var keys, var values) = ((ListColumn)columns[0], (ListColumn)columns[1]);
            int length = keys.Lengths[row];
            if (length != values.Lengths[row])
            {
                throw new EvaluationException($"MAP_FROM_ARRAYS got {length} keys and {values.Lengths[row]} values, not as many.");
            }
            var map = (MapColumnBuilder)output;
            bool[]? last = length > ValueIndex.WorthFrom ? LastOfEach(keyType, keys, row) : null;
            for (int i = 0; i < length; i++)
            {
                int key = keys.Starts[row] + i;
                bool isLast = last is null || last[i];
                for (int k = key + 1; last is null && k < keys.Starts[row] + length; k++)
                    isLast &= !ValueComparison.AreEqual(keyType, keys.Elements, key, keys.Elements, k);
                if (!isLast) continue;
                map.Keys.AppendFrom(keys.Elements, key);
                map.Values.AppendFrom(values.Elements, values.Starts[row] + i);
            }
            map.EndRow();
            return true;
        }, canFail: true);
    }

    /// <summary>Which keys do not come again.</summary>
    private static bool[] LastOfEach(DataType keyType, ListColumn keys, int row)
    {
        bool[] last = new bool[keys.Lengths[row]];
        var later = new ValueIndex(keyType, ValueComparison.AreEqual);
        for (int i = last.Length - 1; i >= 0; i--) last[i] = later.Add(keys.Elements, keys.Starts[row] + i);
        return last;
    }

    /// <summary>Keys, values or both, as an array over the map's own columns.</summary>
    private sealed class Part(Evaluator map, int part) : Evaluator
    {
        public override bool CanFail => map.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            var maps = (MapColumn)map.Evaluate(batch, context);
            Column elements = part switch
            {
                0 => maps.Keys,
                1 => maps.Values,
                _ => new RowColumn([maps.Keys, maps.Values], maps.Keys.Length),
            };
            return new ListColumn(elements, maps.Starts, maps.Lengths, maps.Length, maps.Nulls);
        }
    }
}

/// <summary>MAP_UNION(a, b, …): all entries; of equal keys the last counts.</summary>
internal sealed class MapUnionFunction() : ScalarFunction("MAP_UNION")
{
    public override IReadOnlyList<string> Signatures => ["MAP_UNION(MAP<K, V>, …)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count == 0 || arguments.Any(a => a.Type.Root != TypeRoot.Map)) return null;
        if (TypeCoercion.CommonType([.. arguments.Select(a => a.Type)]) is not { } common) return null;
        return new CallExpression(this, [.. arguments.Select(a => ImplicitCast.To(a, common))], common);
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        DataType keyType = call.Type.Children[0];
        return new NestedRowEvaluator(arguments, call.Type, (columns, row, output) =>
        {
            var result = (MapColumnBuilder)output;
            ValueIndex[]? indexes = Indexes(keyType, columns, row);
            for (int i = 0; i < columns.Length; i++)
            {
                var map = (MapColumn)columns[i];
                for (int entry = map.Starts[row]; entry < map.Starts[row] + map.Lengths[row]; entry++)
                {
                    bool wasSeen = false;
                    for (int before = 0; before < i; before++)
                    {
                        wasSeen |= Find(keyType, indexes?[before], (MapColumn)columns[before], row, map.Keys, entry) >= 0;
                    }
                    if (wasSeen) continue;
                    (Column values, int at) = Last(keyType, indexes, columns, i, entry, row);
                    result.Keys.AppendFrom(map.Keys, entry);
                    result.Values.AppendFrom(values, at);
                }
            }
            result.EndRow();
            return true;
        });
    }

    /// <summary>The keys of each map, where there are many.</summary>
    private static ValueIndex[]? Indexes(DataType keyType, Column[] maps, int row)
    {
        int total = 0;
        foreach (Column map in maps) total += ((MapColumn)map).Lengths[row];
        if (total <= ValueIndex.WorthFrom) return null;
        var indexes = new ValueIndex[maps.Length];
        for (int i = 0; i < indexes.Length; i++)
        {
            var map = (MapColumn)maps[i];
            indexes[i] = new ValueIndex(keyType, ValueComparison.AreEqual);
            for (int k = 0; k < map.Lengths[row]; k++) indexes[i].Add(map.Keys, map.Starts[row] + k);
        }
        return indexes;
    }

    private static int Find(DataType keyType, ValueIndex? index, MapColumn map, int row, Column keys, int entry) =>
        index?.Find(keys, entry) ?? ValueComparison.FindKey(keyType, map, row, keys, entry);

    /// <summary>The value that the last map with that key has.</summary>
    private static (Column Values, int Entry) Last(
        DataType keyType, ValueIndex[]? indexes, Column[] maps, int index, int entry, int row)
    {
        var owner = (MapColumn)maps[index];
        for (int i = maps.Length - 1; i > index; i--)
        {
            var map = (MapColumn)maps[i];
            int found = Find(keyType, indexes?[i], map, row, owner.Keys, entry);
            if (found >= 0) return (map.Values, found);
        }
        return (owner.Values, entry);
    }
}
