using System.Text;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>
/// The resources that a record names, in the form in which <see cref="TargetContent"/> keeps them, without a text made of any: most calls that name resources name one or two,
/// and those of object stores nearly always others. Plain ones only; whatever needs a thought is left to <see cref="TargetContent"/>, with which this must agree.
/// </summary>
internal static class NamedResources
{
    /// <summary>Room for a text.</summary>
    public const int MostBytes = 1024;

    private const int Most = 4;

    /// <summary>Writes the text; false where a record's resources are many, long, or not plain, or where it hands roles over.</summary>
    public static bool TryWrite(in RawEvent one, Span<byte> text, out int length)
    {
        length = 0;
        Span<int> order = stackalloc int[Most];
        int count = 0, room = 0;
        if (one.RoleCount > 0 || one.ResourceCount is 0 or > Most)
        {
            return false;
        }

        for (int i = 0; i < one.ResourceCount; i++)
        {
            ReadOnlySpan<byte> type = one.ResourceType(i), arn = one.ResourceArn(i);
            room += type.Length + arn.Length + 4;
            if (!IsPlain(type) || !IsPlain(arn) || room > MostBytes)
            {
                return false;
            }

            int at = count;
            while (at > 0 && Compare(one, i, order[at - 1]) < 0)
            {
                at--;
            }

            if (at > 0 && Compare(one, i, order[at - 1]) == 0)
            {
                continue;
            }

            order[at..count].CopyTo(order[(at + 1)..]);
            order[at] = i;
            count++;
        }

        foreach (int i in order[..count])
        {
            length = length == 0 ? 0 : Add(text, length, "\n"u8);
            length = Add(text, length, "0\t"u8);
            length = Add(text, length, one.ResourceType(i));
            length = Add(text, length, "\t"u8);
            length = Add(text, length, one.ResourceArn(i));
        }

        return true;
    }

    /// <summary>Whether exactly one of the resources is, or lies in, a container.</summary>
    public static bool HasOneContainer(in RawEvent one)
    {
        int with = 0;
        for (int i = 0; i < one.ResourceCount; i++)
        {
            with += HasContainer(one, i) ? 1 : 0;
        }

        return with == 1;
    }

    /// <summary>The type of the resource that has a container, and the container's ARN, as <see cref="DataContainer"/> tells it.</summary>
    public static void ContainerOf(in RawEvent one, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> container)
    {
        int with = 0;
        while (!HasContainer(one, with))
        {
            with++;
        }

        type = one.ResourceType(with);
        ReadOnlySpan<byte> arn = one.ResourceArn(with);
        int at = arn.IndexOf(":s3:::"u8), slash = at < 0 ? -1 : arn[(at + 6)..].IndexOf((byte)'/');
        container = slash < 0 ? arn : arn[..(at + 6 + slash)];
    }

    private static bool HasContainer(in RawEvent one, int resource) => one.ResourceType(resource) is { IsEmpty: false } type && !type.SequenceEqual("AWS::S3::Bucket"u8);

    /// <summary>Of plain texts the order of bytes is that of characters.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text) => Ascii.IsValid(text) && text.IndexOfAny((byte)'\t', (byte)'\n') < 0;

    private static int Compare(in RawEvent one, int first, int second)
    {
        int order = one.ResourceType(first).SequenceCompareTo(one.ResourceType(second));
        return order != 0 ? order : one.ResourceArn(first).SequenceCompareTo(one.ResourceArn(second));
    }

    private static int Add(Span<byte> text, int length, ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(text[length..]);
        return length + piece.Length;
    }
}
