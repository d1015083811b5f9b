using System.Text.RegularExpressions;

namespace Leastwise.Tests.Architecture;

/// <summary>Holds the library's source against the table of rooms in docs/architecture.md.</summary>
public sealed partial class RoomTests
{
    private static readonly Dictionary<string, string[]> Table = ReadTable();

    [Fact]
    public void Every_folder_of_the_library_is_a_room_of_the_table() =>
        Folders().ShouldBe(Table.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_file_lies_in_the_namespace_of_its_room()
    {
        foreach ((string room, string file, string text) in Sources())
        {
            text.ShouldContain($"namespace Leastwise.{room}", customMessage: file);
        }
    }

    [Fact]
    public void A_room_uses_only_the_rooms_that_it_may_know()
    {
        string[] wrong = [.. Sources()
            .SelectMany(source => Room().Matches(source.Text)
                .Select(match => match.Groups["room"].Value)
                .Where(other => other != source.Room && Table.ContainsKey(other) && !MayKnow(source.Room).Contains(other))
                .Select(other => $"{source.File} uses {other}, which {source.Room} may not know"))
            .Distinct()];
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void No_two_rooms_know_each_other()
    {
        foreach (string room in Table.Keys)
        {
            MayKnow(room).ShouldNotContain(room);
        }
    }

    [GeneratedRegex(@"Leastwise\.(?<room>[A-Z][A-Za-z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Room();

    private static Dictionary<string, string[]> ReadTable()
    {
        string[] rows = [.. File.ReadLines(Repository.PathOf("docs", "architecture.md"))
            .SkipWhile(line => !line.StartsWith("| Room |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))];
        return rows
            .Select(row => row.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1], cells => cells[3].Split(',', StringSplitOptions.TrimEntries).Where(name => name != "–").ToArray());
    }

    private static HashSet<string> MayKnow(string room)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(Table[room]);
        while (open.TryPop(out string? next))
        {
            if (known.Add(next))
            {
                foreach (string further in Table[next])
                {
                    open.Push(further);
                }
            }
        }

        return known;
    }

    private static IEnumerable<string> Folders() =>
        Directory.EnumerateDirectories(Repository.PathOf("src", "Leastwise"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<(string Room, string File, string Text)> Sources() =>
        Folders().SelectMany(room => Directory
            .EnumerateFiles(Repository.PathOf("src", "Leastwise", room), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (room, Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file))));
}
