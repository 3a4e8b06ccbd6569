using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Makes one column of several: each row from the one that is chosen for it.</summary>
internal static class ColumnMerge
{
    /// <summary>Merges columns of one physical form.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="sources">The columns, all as long as the result; null where none of its rows is chosen.</param>
    /// <param name="choice">For each row the index of its source; −1 gives NULL.</param>
    public static Column Choose(DataType type, Column?[] sources, ReadOnlySpan<int> choice)
    {
        Column? first = sources.FirstOrDefault(s => s is not null);
        return first switch
        {
            FixedColumn<bool> => ChooseFixed<bool>(sources, choice),
            FixedColumn<int> => ChooseFixed<int>(sources, choice),
            FixedColumn<long> => ChooseFixed<long>(sources, choice),
            FixedColumn<double> => ChooseFixed<double>(sources, choice),
            FixedColumn<float> => ChooseFixed<float>(sources, choice),
            FixedColumn<Int128> => ChooseFixed<Int128>(sources, choice),
            BytesColumn => ChooseBytes(sources, choice),
            _ => ChooseAny(type, sources, choice),
        };
    }

    private static FixedColumn<T> ChooseFixed<T>(Column?[] sources, ReadOnlySpan<int> choice)
        where T : unmanaged
    {
        T[] results = GC.AllocateUninitializedArray<T>(choice.Length);
        ulong[]? nulls = null;
        for (int i = 0; i < choice.Length; i++)
        {
            int source = choice[i];
            if (source >= 0 && !sources[source]!.IsNull(i))
            {
                results[i] = ((FixedColumn<T>)sources[source]!).Values[i];
                continue;
            }
            results[i] = default;
            nulls ??= NullBits.Create(choice.Length);
            NullBits.Set(nulls, i);
        }
        return new FixedColumn<T>(results, choice.Length, nulls);
    }

    private static BytesColumn ChooseBytes(Column?[] sources, ReadOnlySpan<int> choice)
    {
        int total = 0;
        for (int i = 0; i < choice.Length; i++)
        {
            if (choice[i] >= 0 && !sources[choice[i]]!.IsNull(i)) total = checked(total + ((BytesColumn)sources[choice[i]]!).Lengths[i]);
        }
        byte[] data = GC.AllocateUninitializedArray<byte>(total);
        int[] starts = new int[choice.Length];
        int[] lengths = new int[choice.Length];
        ulong[]? nulls = null;
        int used = 0;
        for (int i = 0; i < choice.Length; i++)
        {
            int source = choice[i];
            if (source >= 0 && !sources[source]!.IsNull(i))
            {
                ReadOnlySpan<byte> value = ((BytesColumn)sources[source]!)[i];
                value.CopyTo(data.AsSpan(used));
                starts[i] = used;
                lengths[i] = value.Length;
                used += value.Length;
                continue;
            }
            nulls ??= NullBits.Create(choice.Length);
            NullBits.Set(nulls, i);
        }
        return new BytesColumn(data, starts, lengths, choice.Length, nulls);
    }

    private static Column ChooseAny(DataType type, Column?[] sources, ReadOnlySpan<int> choice)
    {
        ColumnBuilder builder = ColumnBuilder.Create(type);
        for (int i = 0; i < choice.Length; i++)
        {
            if (choice[i] >= 0) builder.AppendFrom(sources[choice[i]]!, i);
            else builder.AppendNull();
        }
        return builder.Build();
    }
}
