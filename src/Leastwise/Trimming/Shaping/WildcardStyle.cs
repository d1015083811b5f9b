namespace Leastwise.Trimming.Shaping;

/// <summary>How actions are written.</summary>
public enum WildcardStyle
{
    /// <summary>As names, so that nothing is granted that AWS adds tomorrow.</summary>
    None,

    /// <summary>With wildcards that cut no word, such as <c>ec2:Describe*</c>.</summary>
    WholeWords,

    /// <summary>With the shortest wildcards that mean the same actions of the catalogue.</summary>
    Shortest,
}
