using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Reporting;

/// <summary>Access levels by their names.</summary>
public static class LevelWords
{
    private static readonly (AccessLevels Level, string Name)[] Names =
    [
        (AccessLevels.List, "list"), (AccessLevels.Read, "read"), (AccessLevels.Write, "write"),
        (AccessLevels.Tagging, "tagging"), (AccessLevels.PermissionsManagement, "permissions-management"),
    ];

    /// <summary>Every name, in the order of what they can do.</summary>
    public static ImmutableArray<string> All { get; } = ["list", "read", "write", "tagging", "permissions-management"];

    /// <summary>The names of the levels; none where no level is stated.</summary>
    public static ImmutableArray<string> Of(AccessLevels levels) => [.. Names.Where(pair => levels.HasFlag(pair.Level)).Select(pair => pair.Name)];

    /// <summary>The level of that name; <see cref="AccessLevels.None"/> where there is none.</summary>
    public static AccessLevels Parse(string name) => Names.FirstOrDefault(pair => pair.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Level;
}
