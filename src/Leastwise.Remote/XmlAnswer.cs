using System.Xml.Linq;

namespace Leastwise.Remote;

/// <summary>Reading of XML answers by name, whatever their namespace, which differs between AWS and those who imitate it.</summary>
internal static class XmlAnswer
{
    /// <summary>The first child of that name; null where there is none.</summary>
    public static XElement? Part(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>The text of the first child of that name; null where there is none or it is empty.</summary>
    public static string? Text(this XElement element, string name) => element.Part(name)?.Value is { Length: > 0 } value ? value : null;

    /// <summary>The members of the list of that name; none where there is none.</summary>
    public static IEnumerable<XElement> Members(this XElement element, string name) => element.Part(name)?.Elements().Where(child => child.Name.LocalName == "member") ?? [];
}
