/** Notifications as ONVIF cameras write them. */
export function onvifNotice(
  topic: string,
  items: Readonly<Record<string, string>>,
  more: { readonly at?: number; readonly rule?: string; readonly operation?: string } = {},
): string {
  const { at = Date.now(), rule = 'rule-1', operation = 'Changed' } = more
  const data = Object.entries(items)
    .map(([name, value]) => `<tt:SimpleItem Name="${name}" Value="${value}"/>`)
    .join('')
  return (
    `<wsnt:NotificationMessage><wsnt:Topic>tns1:${topic}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${new Date(at).toISOString()}" PropertyOperation="${operation}">` +
    `<tt:Source><tt:SimpleItem Name="Rule" Value="${rule}"/></tt:Source><tt:Data>${data}</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`
  )
}
